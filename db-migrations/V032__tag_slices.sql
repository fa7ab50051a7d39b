-- Words that people and their tools keep about a slice; Lamella itself gives them no meaning.
create table slice_tags (
  slice_id  bigint not null references slices on delete cascade,
  name      text   not null check (name ~ '^[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?$'),
  value     text   not null check (length(value) <= 255),
  primary key (slice_id, name)
);
create index slice_tags_by_name on slice_tags (name, value);
