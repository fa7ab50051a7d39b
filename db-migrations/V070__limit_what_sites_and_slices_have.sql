-- What a site or a slice may have in all; null where the installation's default holds. A site's row is the lock under
-- which whatever it has grows: who counts holds it until commit, so that two cannot both take the last place.
create table site_quotas (
  site_id             bigint primary key references sites on delete cascade,
  slices              bigint check (slices >= 0),
  slivers_per_slice   bigint check (slivers_per_slice >= 0),
  slivers             bigint check (slivers >= 0),
  cpu_percent         bigint check (cpu_percent >= 0),
  bandwidth           bigint check (bandwidth >= 0),
  reservation_hours   bigint check (reservation_hours >= 0),
  disk_bytes          bigint check (disk_bytes >= 0)
);
-- Null where the site's number holds.
create table slice_quotas (
  slice_id            bigint primary key references slices on delete cascade,
  slivers_per_slice   bigint check (slivers_per_slice >= 0),
  cpu_percent         bigint check (cpu_percent >= 0),
  bandwidth           bigint check (bandwidth >= 0),
  reservation_hours   bigint check (reservation_hours >= 0),
  disk_bytes          bigint check (disk_bytes >= 0)
);
