-- A drained node keeps its slivers and takes no new ones. The version grows with every change that a person makes to the
-- node; heartbeats and plans leave it alone.
alter table nodes
  add column version        bigint not null default 0,
  add column drained_since  timestamptz,
  add column drained_by     text,
  add column drain_reason   text check (drain_reason <> '' and length(drain_reason) <= 500),
  add constraint drain_is_whole check (num_nonnulls(drained_since, drained_by, drain_reason) in (0, 3));
