-- No new sliver comes to a node from a window's start until its end. Windows of one node do not overlap: two reasons for
-- the same hour would contradict each other, and both ends would be told to the members.
create extension if not exists btree_gist;
create table maintenance_windows (
  id          bigint generated always as identity primary key,
  node_id     bigint      not null references nodes on delete cascade,
  starts_at   timestamptz not null,
  ends_at     timestamptz not null check (ends_at > starts_at),
  reason      text        not null check (reason <> '' and length(reason) <= 500),
  planned_by  text        not null,
  constraint maintenance_windows_do_not_overlap
    exclude using gist (node_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index maintenance_windows_to_come on maintenance_windows (node_id, ends_at);
