-- A sliver that goes from one node to another with its disk. While the row is there the sliver is stopped on the node that it is
-- on, which sends its disk to the other; the row ends with the move, or with the sliver. The id is the transfer's number, by
-- which both nodes name it.
create table sliver_moves (
  id            bigint generated always as identity primary key,
  sliver_id     bigint      not null unique references slivers on delete cascade,
  to_node_id    bigint      not null references nodes,
  progress_at   timestamptz not null
);
create index sliver_moves_to on sliver_moves (to_node_id);

alter table slivers
  -- How a move goes, or why the last one did not; empty: nothing to say.
  add column move_words text   not null default '',
  -- The transfer by which its disk came to its node; the node must not make a blank one instead. 0: none, or it is known to be there.
  add column brought_by bigint not null default 0,
  -- In which life of the sliver: one that was made anew since has no use for that disk.
  add column brought_incarnation bigint not null default 0;

-- The count of a node's slivers follows a sliver that changes its node.
create or replace function count_slivers_of_node() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.goal <> 'ABSENT'
     and (tg_op = 'DELETE' or new.goal = 'ABSENT' or new.node_id <> old.node_id) then
    update nodes set slivers = slivers - 1 where id = old.node_id;
  end if;
  if tg_op <> 'DELETE' and new.goal <> 'ABSENT'
     and (tg_op = 'INSERT' or old.goal = 'ABSENT' or new.node_id <> old.node_id) then
    update nodes set slivers = slivers + 1 where id = new.node_id;
  end if;
  return null;
end $$;
drop trigger slivers_are_counted on slivers;
create trigger slivers_are_counted after insert or delete or update of goal, node_id on slivers
  for each row execute function count_slivers_of_node();
