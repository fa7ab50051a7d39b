-- Placement asks every node how many slivers it is to hold. Counted anew each time, 250,000 slivers cost 200 ms a request.
-- The node's row is locked by whoever changes its slivers (see PlanNumbers), so the count adds no wait of its own.
alter table nodes add column slivers integer not null default 0 check (slivers >= 0);
update nodes n set slivers = c.slivers from sliver_counts_of_nodes c where c.node_id = n.id;
drop view sliver_counts_of_nodes;

create function count_slivers_of_node() returns trigger language plpgsql as $$
declare
  before integer := 0;
  after  integer := 0;
begin
  if tg_op <> 'INSERT' and old.goal <> 'ABSENT' then before := 1; end if;
  if tg_op <> 'DELETE' and new.goal <> 'ABSENT' then after := 1; end if;
  if before <> after then
    update nodes set slivers = slivers + after - before
    where id = case when tg_op = 'DELETE' then old.node_id else new.node_id end;
  end if;
  return null;
end $$;
create trigger slivers_are_counted after insert or delete or update of goal on slivers
  for each row execute function count_slivers_of_node();
