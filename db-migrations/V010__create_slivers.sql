-- A slice on one node: what is wanted of it and what was last seen of it, side by side. The id is the sliver's
-- incarnation: attached again after it was gone, it is another one, with another disk.
create table slivers (
  id                  bigint generated always as identity primary key,
  slice_id            bigint      not null references slices,
  node_id             bigint      not null references nodes,
  goal                text        not null check (goal in ('RUNNING', 'STOPPED', 'ABSENT')),
  state               text        not null check (state in ('PENDING', 'STARTING', 'RUNNING', 'DEGRADED', 'STOPPED', 'FAILED', 'UNKNOWN')),
  reason              text        not null,
  state_since         timestamptz not null,
  generation_wanted   bigint      not null,
  generation_applied  bigint      not null,
  on_node             boolean     not null,
  image_digest        text        not null,
  unique (slice_id, node_id)
);
create index slivers_of_node on slivers (node_id);

-- How many slivers of a slice are in which state. The packages below slivers read it, never the table.
create view sliver_tallies as
  select slice_id,
         count(*) filter (where goal <> 'ABSENT')                            as wanted,
         count(*) filter (where goal <> 'ABSENT' and state = 'PENDING')      as pending,
         count(*) filter (where goal <> 'ABSENT' and state = 'STARTING')     as starting,
         count(*) filter (where goal <> 'ABSENT' and state = 'RUNNING')      as running,
         count(*) filter (where goal <> 'ABSENT' and state = 'DEGRADED')     as degraded,
         count(*) filter (where goal <> 'ABSENT' and state = 'STOPPED')      as stopped,
         count(*) filter (where goal <> 'ABSENT' and state = 'FAILED')       as failed,
         count(*) filter (where goal <> 'ABSENT' and state = 'UNKNOWN')      as unknown,
         count(*) filter (where goal = 'ABSENT')                             as leaving
  from slivers
  group by slice_id;
