-- What each sliver of a slice may have at once, where it is not as usual, and what its root may do beyond the usual. A slice
-- without a row has nothing of its own; a null is as usual.
create table slice_bounds (
  slice_id              bigint primary key references slices on delete cascade,
  processes             bigint check (processes > 0),
  memory_bytes          bigint check (memory_bytes > 0),
  open_files            bigint check (open_files > 0),
  locked_memory_bytes   bigint check (locked_memory_bytes > 0),
  shared_memory_bytes   bigint check (shared_memory_bytes > 0),
  capabilities          text[] not null default '{}'
);
