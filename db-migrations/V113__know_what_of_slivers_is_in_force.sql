-- When all that was wanted of a sliver last came into force on its node. Null: it never has.
alter table slivers add column applied_at timestamptz;

-- What is wanted of the parts that slivers have of their nodes; null: the usual.
create view sliver_resources as
  select v.id as sliver_id,
         r.cpu_percent, r.capped, r.network_bits, r.memory_bytes,
         f.cpu_share, f.network_share, f.network_ceiling_bits, f.network_daily_bytes,
         f.io_share, f.io_read_bytes, f.io_write_bytes,
         b.processes,
         b.memory_bytes as memory_limit_bytes,
         coalesce(v.disk_bytes, s.disk_bytes) as disk_bytes,
         coalesce(v.disk_inodes, s.disk_inodes) as disk_inodes
  from slivers v
  join slices s on s.id = v.slice_id
  join shares_in_force f on f.slice_id = v.slice_id and f.node_id = v.node_id
  left join reservations r on r.slice_id = v.slice_id and r.node_id = v.node_id and r.ends_at is null
  left join slice_bounds b on b.slice_id = v.slice_id;

-- The same, as it was when it last came into force. Not in slivers, where it would be read with every plan.
create table sliver_resources_applied (
  sliver_id             bigint primary key references slivers on delete cascade,
  cpu_percent           numeric(5, 2),
  capped                boolean,
  network_bits          bigint,
  memory_bytes          bigint,
  cpu_share             numeric(7, 3),
  network_share         numeric(7, 3),
  network_ceiling_bits  bigint,
  network_daily_bytes   bigint,
  io_share              numeric(7, 3),
  io_read_bytes         bigint,
  io_write_bytes        bigint,
  processes             bigint,
  memory_limit_bytes    bigint,
  disk_bytes            bigint,
  disk_inodes           bigint
);
