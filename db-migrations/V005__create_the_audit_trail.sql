-- Who changed what, from where. Rows are only ever added.
create table audit_events (
  id           bigint generated always as identity primary key,
  at           timestamptz not null,
  actor        text        not null,
  via          text        not null check (via in ('web', 'api', 'node', 'system')),
  address      text        not null,
  action       text        not null,
  object_kind  text        not null,
  object       text        not null,
  detail       text        not null
);
create index audit_events_of_object on audit_events (object_kind, object, id);
create index audit_events_of_actor on audit_events (actor, id);
