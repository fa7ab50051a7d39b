-- The slices that alone may use a node; a node without a row is open to all. By name and without a foreign key: when the
-- last of them goes, the node must not open to everybody by that.
create table node_allowed_slices (
  node_id  bigint not null references nodes on delete cascade,
  slice    text   not null check (length(slice) <= 64),
  primary key (node_id, slice)
);
