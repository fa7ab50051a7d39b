-- What root may do in a slice's slivers beyond the usual. The limits that stood beside it are in "shares" now.
create table slice_capabilities (
  slice_id    bigint not null references slices on delete cascade,
  capability  text   not null,
  primary key (slice_id, capability)
);

insert into slice_capabilities (slice_id, capability) select slice_id, unnest(capabilities) from slice_bounds on conflict do nothing;

drop table slice_bounds;
