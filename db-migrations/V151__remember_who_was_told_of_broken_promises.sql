-- Mail of a broken promise goes at most once in some hours for each sliver and kind, with the sum of what was missed meanwhile: so
-- it is kept when the last one went, and since when something is untold. By numbers and not by references, as the usage it is about.
create table broken_promises (
  node_id        bigint      not null,
  slice_id       bigint      not null,
  kind           text        not null check (kind in ('CPU', 'SENT', 'RECEIVED', 'MEMORY')),
  -- When the oldest window began that nobody was told of; null: all was told.
  untold_since   timestamptz,
  mailed_at      timestamptz,
  primary key (node_id, slice_id, kind)
);
create index broken_promises_untold on broken_promises (mailed_at nulls first) where untold_since is not null;
create index broken_promises_told on broken_promises (mailed_at) where untold_since is null;
