-- One node of a slice may run another image than the rest. Null: the slice's.
alter table slivers add column image text references images;
