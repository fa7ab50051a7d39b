-- How much a sliver may keep on its node. Null: what holds for all for whom nothing is set.
alter table slices
  add column disk_bytes  bigint check (disk_bytes > 0),
  add column disk_inodes bigint check (disk_inodes > 0),
  add check ((disk_bytes is null) = (disk_inodes is null));

-- One node of a slice may have another disk than the rest. Null: the slice's.
alter table slivers
  add column disk_bytes  bigint check (disk_bytes > 0),
  add column disk_inodes bigint check (disk_inodes > 0),
  add check ((disk_bytes is null) = (disk_inodes is null));

-- What a node last said of a disk. Not in slivers: it changes every few seconds, and nobody waits for it.
create table sliver_disks (
  sliver_id    bigint primary key references slivers on delete cascade,
  used_bytes   bigint not null,
  bytes        bigint not null,
  used_inodes  bigint not null,
  inodes       bigint not null
);

-- What slices are promised on all nodes together: read by the packages below slivers, never the table.
create view sliver_disk_tallies as
  select slice_id,
         coalesce(sum(disk_bytes), 0)              as own_bytes,
         count(*) filter (where disk_bytes is null) as usual
  from slivers
  where goal <> 'ABSENT'
  group by slice_id;
