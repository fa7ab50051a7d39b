-- What a node is, in words of those who look after it. Groups are computed from labels, as PlanetLab's node groups are: a
-- node that gets the label is in the group from then on.
create table node_labels (
  node_id  bigint not null references nodes on delete cascade,
  name     text   not null check (name ~ '^[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?$'),
  value    text   not null check (length(value) <= 255),
  primary key (node_id, name)
);
create index node_labels_by_value on node_labels (name, value, node_id);

create table node_groups (
  name   text primary key check (name ~ '^[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?$'),
  label  text not null,
  value  text not null
);
create index node_groups_of_label on node_groups (label, value);
