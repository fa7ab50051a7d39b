-- Slivers that their nodes have reset for want of memory, as the nodes have told; one that is told twice is here once. By names
-- and not by references: it outlives the slice and the node.
create table memory_resets (
  id                bigint      generated always as identity primary key,
  told_as           uuid        not null unique,
  node              text        not null,
  slice             text        not null,
  at                timestamptz not null,
  used_bytes        bigint      not null,
  guaranteed_bytes  bigint      not null,
  available_bytes   bigint      not null,
  total_bytes       bigint      not null,
  swap_used_bytes   bigint      not null,
  swap_bytes        bigint      not null,
  last_resort       boolean     not null,
  -- Its largest processes: [{"pid": …, "command": …, "memoryBytes": …}].
  processes         jsonb       not null,
  -- Whether the slice's members were told by mail of this one.
  mailed            boolean     not null
);
create index memory_resets_of_slice on memory_resets (slice, at desc, id desc);
create index memory_resets_of_node on memory_resets (node, at desc, id desc);
create index memory_resets_by_age on memory_resets (at);
