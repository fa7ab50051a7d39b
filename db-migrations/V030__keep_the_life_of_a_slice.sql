-- Why a slice is stopped, each cause by itself: one that is suspended may expire as well, and must not run again before
-- both are over. The goal follows from them. The version grows with every change that somebody asks for.
alter table slices
  add column version              bigint      not null default 0,
  add column initscript_version   bigint      not null default 0,
  add column expired_at           timestamptz,
  add column suspended_at         timestamptz,
  add column suspended_by         text,
  add column suspended_by_admin   boolean,
  add column suspended_reason     text check (length(suspended_reason) <= 2048),
  add column site_suspended       boolean     not null default false,
  add column reminded_soon_for    timestamptz,
  add column reminded_last_for    timestamptz,
  add constraint suspension_is_whole check (
    num_nonnulls(suspended_at, suspended_by, suspended_by_admin, suspended_reason) in (0, 4));
-- What the timers look for: slices that live on, and those that have expired and still keep their files.
create index slices_that_will_expire on slices (expires_at) where expired_at is null and goal <> 'ABSENT';
create index slices_that_keep_files on slices (expired_at) where expired_at is not null and goal <> 'ABSENT';
