-- A reservation holds any of CPU time, a rate of the network and memory, at least one.
alter table reservations
  drop constraint reservations_cpu_percent_check,
  add column network_bits bigint not null default 0 check (network_bits >= 0),
  add column memory_bytes bigint not null default 0 check (memory_bytes >= 0),
  add check (cpu_percent >= 0 and cpu_percent <= 100),
  add check (cpu_percent > 0 or network_bits > 0 or memory_bytes > 0),
  add check (cpu_percent > 0 or not capped);

create or replace view reserved_by_slices as
  select r.slice_id, s.site_id, sum(r.cpu_percent) as cpu_percent, sum(r.network_bits) as network_bits
  from reservations r join slices s on s.id = r.slice_id
  where s.goal <> 'ABSENT'
  group by r.slice_id, s.site_id;

-- How the uplink of a node is bounded as a whole; without a row it is not, and nobody can reserve anything of it.
create table node_uplinks (
  node_id   bigint primary key references nodes on delete cascade,
  -- Bits a second, in each direction; 0: not bounded.
  cap_bits  bigint not null check (cap_bits >= 0),
  -- Destinations, as CIDR, for which neither that nor the ceilings of slivers hold.
  exempt    text[] not null
);
