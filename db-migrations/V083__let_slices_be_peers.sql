-- Slices that let each other reach the addresses of their slivers on a node: in force where both say so. By name, since who names
-- another slice need not be told whether it exists; but a slice that came later under the same name is not the one that was meant.
create table slice_peers (
  slice_id  bigint      not null references slices on delete cascade,
  peer      text        not null check (length(peer) <= 64),
  since     timestamptz not null,
  primary key (slice_id, peer)
);
