-- The cores that are a sliver's own, as its node has said, such as 0-1,4; empty: none.
alter table slivers add column cores text not null default '';

-- The packages below slivers read it, never the table of slivers.
create view cores_of_slivers as
  select slice_id, node_id, cores from slivers where cores <> '';
