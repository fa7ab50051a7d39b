-- How slivers split what nobody has reserved, and above what they never get: said for the slices of a site, for the slivers of a
-- slice, or for one sliver. Null: as the level above has it. A ceiling of 0: none.
create table shares (
  id                    bigint generated always as identity primary key,
  site_id               bigint references sites on delete cascade,
  slice_id              bigint references slices on delete cascade,
  node_id               bigint,
  version               bigint not null default 0,
  cpu_share             numeric(7, 3) check (cpu_share > 0),
  network_share         numeric(7, 3) check (network_share > 0),
  network_ceiling_bits  bigint        check (network_ceiling_bits >= 0),
  network_daily_bytes   bigint        check (network_daily_bytes >= 0),
  io_share              numeric(7, 3) check (io_share > 0),
  io_read_bytes         bigint        check (io_read_bytes >= 0),
  io_write_bytes        bigint        check (io_write_bytes >= 0),
  check ((site_id is null) <> (slice_id is null)),
  check (node_id is null or slice_id is not null),
  -- What is said of one sliver goes with it, to another node too.
  foreign key (slice_id, node_id) references slivers (slice_id, node_id) on update cascade on delete cascade
);
create unique index shares_of_site on shares (site_id) where site_id is not null;
create unique index shares_of_slice on shares (slice_id) where node_id is null;
create unique index shares_of_sliver on shares (slice_id, node_id) where node_id is not null;

-- What holds for each sliver; null: the usual. The packages below slivers read it, never the table of slivers.
create view shares_in_force as
  select v.slice_id, v.node_id, s.site_id,
         coalesce(o.cpu_share, l.cpu_share, d.cpu_share)                                  as cpu_share,
         coalesce(o.network_share, l.network_share, d.network_share)                      as network_share,
         coalesce(o.network_ceiling_bits, l.network_ceiling_bits, d.network_ceiling_bits) as network_ceiling_bits,
         coalesce(o.network_daily_bytes, l.network_daily_bytes, d.network_daily_bytes)    as network_daily_bytes,
         coalesce(o.io_share, l.io_share, d.io_share)                                     as io_share,
         coalesce(o.io_read_bytes, l.io_read_bytes, d.io_read_bytes)                      as io_read_bytes,
         coalesce(o.io_write_bytes, l.io_write_bytes, d.io_write_bytes)                   as io_write_bytes
  from slivers v
  join slices s on s.id = v.slice_id
  left join shares o on o.slice_id = v.slice_id and o.node_id = v.node_id
  left join shares l on l.slice_id = v.slice_id and l.node_id is null
  left join shares d on d.site_id = s.site_id
  where v.goal <> 'ABSENT';
