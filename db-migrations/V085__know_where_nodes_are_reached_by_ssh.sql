-- Where people reach a node's slivers by ssh, and the keys by which they know that it is the node: as its agent said last.
-- Each key is a line of its type and itself in Base64.
create table node_doors (
  node_id    bigint  primary key references nodes on delete cascade,
  host       text    not null check (host <> ''),
  port       integer not null check (port between 1 and 65535),
  host_keys  text[]  not null
);
