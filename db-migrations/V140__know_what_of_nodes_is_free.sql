-- Placement asks every node how much of it nobody has reserved, and lists are sorted by it. Kept as slivers are counted (V044): whoever
-- changes what is reserved on a node holds the node's row already (see PlanNumbers), so this adds no wait of its own.
alter table nodes
  add column reserved_cpu_percent  numeric not null default 0 check (reserved_cpu_percent >= 0),
  add column reserved_memory_bytes bigint  not null default 0 check (reserved_memory_bytes >= 0);
update nodes n set reserved_cpu_percent = r.cpu, reserved_memory_bytes = r.memory
from (select node_id, sum(cpu_percent) as cpu, sum(memory_bytes) as memory
      from reservations where ends_at is null group by node_id) r
where r.node_id = n.id;

-- What the node keeps for itself counts as free: it is nobody else's, and slivers have it while the node does not need it.
alter table nodes
  add column free_cpus numeric generated always as
    (trim_scale(greatest(round(cpus * (100 - reserved_cpu_percent) / 100, 4), 0))) stored,
  add column free_memory_bytes bigint generated always as
    (greatest(memory_bytes - reserved_memory_bytes, 0)) stored;

create function sum_reservations_of_node() returns trigger language plpgsql as $$
begin
  -- Those that have an end hold nothing yet; they will need a time to be asked about.
  if tg_op <> 'INSERT' and old.ends_at is null then
    update nodes set reserved_cpu_percent = reserved_cpu_percent - old.cpu_percent,
                     reserved_memory_bytes = reserved_memory_bytes - old.memory_bytes
    where id = old.node_id;
  end if;
  if tg_op <> 'DELETE' and new.ends_at is null then
    update nodes set reserved_cpu_percent = reserved_cpu_percent + new.cpu_percent,
                     reserved_memory_bytes = reserved_memory_bytes + new.memory_bytes
    where id = new.node_id;
  end if;
  return null;
end $$;
create trigger reservations_are_summed
  after insert or delete or update of node_id, ends_at, cpu_percent, memory_bytes on reservations
  for each row execute function sum_reservations_of_node();
