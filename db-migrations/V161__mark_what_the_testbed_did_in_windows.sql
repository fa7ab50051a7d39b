-- Of which nodes something is known in a window, and which slices were active or live on any of them. The line of the whole testbed
-- counts these: what every sliver got are many times as many rows, and to tell slices apart among them took seconds.
create table usage_marks (
  began_at  timestamptz  not null,
  kind      text         not null check (kind in ('HEARD', 'ACTIVE', 'LIVE')),
  id        bigint       not null,
  primary key (began_at, kind, id)
);

insert into usage_marks (began_at, kind, id)
  with recent as (select * from sliver_usage where began_at > now() - interval '4 hours')
  select began_at, 'HEARD', node_id from recent
  union select began_at, 'ACTIVE', slice_id from recent where active
  union select began_at, 'LIVE', slice_id from recent where live;
