-- The ledger: a guarantee for a slice on a node over [starts_at, ends_at). One without an end stands until the slice ends or
-- leaves the node; there is at most one such. That no node promises more than it has is decided under the node's lock.
create table reservations (
  id          bigint generated always as identity primary key,
  slice_id    bigint        not null references slices on delete cascade,
  node_id     bigint        not null references nodes on delete cascade,
  starts_at   timestamptz   not null,
  ends_at     timestamptz   check (ends_at > starts_at),
  cpu_percent numeric(5, 2) not null check (cpu_percent > 0 and cpu_percent <= 100),
  capped      boolean       not null,
  made_by     text          not null
);
create unique index reservations_standing on reservations (slice_id, node_id) where ends_at is null;
create index reservations_of_node on reservations (node_id);

-- What each slice has reserved, for those who count it against quotas.
create view reserved_by_slices as
  select r.slice_id, s.site_id, sum(r.cpu_percent) as cpu_percent
  from reservations r join slices s on s.id = r.slice_id
  where s.goal <> 'ABSENT'
  group by r.slice_id, s.site_id;
