-- Pages find slices and nodes by a part of their name, and sort slices by their dates.
create extension if not exists pg_trgm;
create index slices_by_part_of_name on slices using gin (name gin_trgm_ops);
create index nodes_by_part_of_name on nodes using gin (name gin_trgm_ops);
create index slices_by_expiry on slices (expires_at, name);
create index slices_by_creation on slices (created_at, name);

-- How many slivers each node is to hold. The package below slivers reads it, never the table.
create view sliver_counts_of_nodes as
  select node_id, count(*) as slivers from slivers where goal <> 'ABSENT' group by node_id;
