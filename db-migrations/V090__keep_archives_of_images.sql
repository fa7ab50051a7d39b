-- Images that people bring: an archive, known by the digest of its bytes, and a name that leads to it. The bytes are here, in
-- pieces, and not in a folder: every replica has them, a dump has them, and a name never leads to what is not there.
create table image_uploads (
  id        bigint      generated always as identity primary key,
  heard_at  timestamptz not null
);
create index image_uploads_by_last_piece on image_uploads (heard_at);

-- Each piece is a transaction of its own: one that lasted as long as an upload would hold up the outbox. What nobody finishes
-- is no archive, and goes an hour after its last piece.
create table image_pieces (
  upload_id  bigint not null references image_uploads on delete cascade,
  number     int    not null check (number >= 0),
  bytes      bytea  not null check (length(bytes) between 1 and 1048576),
  primary key (upload_id, number)
);
-- Archives are compressed already, or are by the node's own choice not.
alter table image_pieces alter column bytes set storage external;

create table image_archives (
  digest          text        primary key check (digest ~ '^sha256:[0-9a-f]{64}$'),
  upload_id       bigint      not null unique references image_uploads,
  bytes           bigint      not null check (bytes > 0),
  format          text        not null check (format in ('TAR', 'OCI')),
  unpacked_bytes  bigint      not null check (unpacked_bytes >= 0),
  -- when it was last brought or let go of: a while after, one that no image leads to goes
  touched_at      timestamptz not null
);

alter table images drop constraint images_kind_check;
alter table images add constraint images_kind_check check (kind in ('BUSYBOX', 'DEBOOTSTRAP', 'TAR', 'ARCHIVE'));
alter table images add column archive text generated always as (case when kind = 'ARCHIVE' then source end) stored
  references image_archives;
create index images_of_archive on images (archive);
alter table images add column version bigint not null default 0;
alter table images add column changed_at timestamptz not null default now();
alter table images add constraint images_description_check check (length(description) <= 2048);

-- Which slices need an image: an image that has one cannot be deleted.
create index slices_by_image on slices (image);
create index slivers_by_image on slivers (image) where image is not null;
create view image_users (image, slice) as
  select image, name from slices
  union
  select v.image, s.name from slivers v join slices s on s.id = v.slice_id where v.image is not null;
