-- Limits are said at the same levels as shares and ceilings: for the slices of a site, for the slivers of a slice, or for one sliver.
-- Null: as the level above has it. A memory limit of 0: as much as the node has.
alter table shares
  add column processes            bigint check (processes > 0),
  add column memory_limit_bytes   bigint check (memory_limit_bytes >= 0),
  add column open_files           bigint check (open_files > 0),
  add column locked_memory_bytes  bigint check (locked_memory_bytes > 0),
  add column shared_memory_bytes  bigint check (shared_memory_bytes > 0);

insert into shares (slice_id) select slice_id from slice_bounds on conflict do nothing;
update shares h
set processes = b.processes, memory_limit_bytes = b.memory_bytes, open_files = b.open_files,
    locked_memory_bytes = b.locked_memory_bytes, shared_memory_bytes = b.shared_memory_bytes
from slice_bounds b
where b.slice_id = h.slice_id and h.node_id is null;

create or replace view shares_in_force as
  select v.slice_id, v.node_id, s.site_id,
         coalesce(o.cpu_share, l.cpu_share, d.cpu_share)                                  as cpu_share,
         coalesce(o.network_share, l.network_share, d.network_share)                      as network_share,
         coalesce(o.network_ceiling_bits, l.network_ceiling_bits, d.network_ceiling_bits) as network_ceiling_bits,
         coalesce(o.network_daily_bytes, l.network_daily_bytes, d.network_daily_bytes)    as network_daily_bytes,
         coalesce(o.io_share, l.io_share, d.io_share)                                     as io_share,
         coalesce(o.io_read_bytes, l.io_read_bytes, d.io_read_bytes)                      as io_read_bytes,
         coalesce(o.io_write_bytes, l.io_write_bytes, d.io_write_bytes)                   as io_write_bytes,
         coalesce(o.processes, l.processes, d.processes)                                  as processes,
         coalesce(o.memory_limit_bytes, l.memory_limit_bytes, d.memory_limit_bytes)       as memory_limit_bytes,
         coalesce(o.open_files, l.open_files, d.open_files)                               as open_files,
         coalesce(o.locked_memory_bytes, l.locked_memory_bytes, d.locked_memory_bytes)    as locked_memory_bytes,
         coalesce(o.shared_memory_bytes, l.shared_memory_bytes, d.shared_memory_bytes)    as shared_memory_bytes
  from slivers v
  join slices s on s.id = v.slice_id
  left join shares o on o.slice_id = v.slice_id and o.node_id = v.node_id
  left join shares l on l.slice_id = v.slice_id and l.node_id is null
  left join shares d on d.site_id = s.site_id
  where v.goal <> 'ABSENT';

create or replace view sliver_resources as
  select v.id as sliver_id,
         r.cpu_percent, r.capped, r.network_bits, r.memory_bytes,
         f.cpu_share, f.network_share, f.network_ceiling_bits, f.network_daily_bytes,
         f.io_share, f.io_read_bytes, f.io_write_bytes,
         f.processes, f.memory_limit_bytes,
         coalesce(v.disk_bytes, s.disk_bytes) as disk_bytes,
         coalesce(v.disk_inodes, s.disk_inodes) as disk_inodes,
         r.cpu_cores
  from slivers v
  join slices s on s.id = v.slice_id
  join shares_in_force f on f.slice_id = v.slice_id and f.node_id = v.node_id
  left join reservations r on r.slice_id = v.slice_id and r.node_id = v.node_id and r.ends_at is null;
