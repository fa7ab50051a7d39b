-- What nodes say of the images that they hold, so that people see where an image is and what unification saves.
create table node_images (
  node_id  bigint not null references nodes on delete cascade,
  name     text   not null check (length(name) <= 2000),
  digest   text   not null check (length(digest) <= 2000),
  source   text   not null check (length(source) <= 2000),
  files    bigint not null check (files >= 0),
  bytes    bigint not null check (bytes >= 0),
  primary key (node_id, name, digest, source)
);
-- How many nodes hold an image, under what its name leads to now.
create index node_images_by_name on node_images (name, source);

create table node_image_totals (
  node_id      bigint      primary key references nodes on delete cascade,
  alone_files  bigint      not null check (alone_files >= 0),
  alone_bytes  bigint      not null check (alone_bytes >= 0),
  held_files   bigint      not null check (held_files >= 0),
  held_bytes   bigint      not null check (held_bytes >= 0),
  said_at      timestamptz not null
);
