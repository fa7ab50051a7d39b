-- A reservation of CPU time may be so many whole cores that are the sliver's own. What they are of the node stands in cpu_percent, so
-- that everything that counts what is reserved counts them. 0: none.
alter table reservations
  add column cpu_cores integer not null default 0 check (cpu_cores >= 0),
  add check (cpu_cores = 0 or (cpu_percent > 0 and not capped));

create or replace view sliver_resources as
  select v.id as sliver_id,
         r.cpu_percent, r.capped, r.network_bits, r.memory_bytes,
         f.cpu_share, f.network_share, f.network_ceiling_bits, f.network_daily_bytes,
         f.io_share, f.io_read_bytes, f.io_write_bytes,
         b.processes,
         b.memory_bytes as memory_limit_bytes,
         coalesce(v.disk_bytes, s.disk_bytes) as disk_bytes,
         coalesce(v.disk_inodes, s.disk_inodes) as disk_inodes,
         r.cpu_cores
  from slivers v
  join slices s on s.id = v.slice_id
  join shares_in_force f on f.slice_id = v.slice_id and f.node_id = v.node_id
  left join reservations r on r.slice_id = v.slice_id and r.node_id = v.node_id and r.ends_at is null
  left join slice_bounds b on b.slice_id = v.slice_id;

alter table sliver_resources_applied add column cpu_cores integer;
