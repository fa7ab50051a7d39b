-- What a sliver's files start from, and how a node comes by it.
create table images (
  name         text primary key check (name ~ '^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$'),
  kind         text not null check (kind in ('BUSYBOX', 'DEBOOTSTRAP', 'TAR')),
  source       text not null,
  description  text not null
);

insert into images (name, kind, source, description) values
  ('busybox', 'BUSYBOX', '', 'The node''s static busybox: a shell and the usual tools in one megabyte, made in under a second'),
  ('debian-12', 'DEBOOTSTRAP', 'bookworm', 'Debian 12 (bookworm), minimal, by debootstrap; built on a node when first asked for');
