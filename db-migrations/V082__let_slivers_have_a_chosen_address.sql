-- The address that a sliver must have on its node; null: the node chooses one, and keeps to it. No two slivers of a node have the
-- same.
alter table slivers add column wanted_address text;
create unique index slivers_wanted_address on slivers (node_id, wanted_address) where wanted_address is not null;
