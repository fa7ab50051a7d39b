-- The address that a sliver has on its node, and how much of what it sent was dropped for bearing another sender: as its node
-- has said. And the addresses that slivers have on a node, without which nobody can choose one.
alter table slivers add column address text not null default '';
alter table slivers add column spoofed_packets bigint not null default 0;
alter table slivers add column spoofed_arp bigint not null default 0;
alter table nodes add column sliver_subnet text not null default '';
