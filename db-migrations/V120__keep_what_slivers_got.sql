-- Every life that a sliver has had on a node: a node is believed only what it says of these. By numbers and names and not by
-- references, for it outlives the slice and the node; numbers are never used again, names are.
create table sliver_lives (
  node_id      bigint      not null,
  slice_id     bigint      not null,
  incarnation  bigint      not null,
  node         text        not null,
  slice        text        not null,
  ended_at     timestamptz,
  primary key (node_id, slice_id, incarnation)
);
create index sliver_lives_by_end on sliver_lives (ended_at) where ended_at is not null;

create function note_life_of_sliver() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update sliver_lives set ended_at = now()
    where node_id = old.node_id and slice_id = old.slice_id and incarnation = coalesce(old.rebuilt_as, old.id);
  end if;
  if tg_op <> 'DELETE' then
    insert into sliver_lives (node_id, slice_id, incarnation, node, slice)
    select new.node_id, new.slice_id, coalesce(new.rebuilt_as, new.id), n.name, s.name
    from nodes n, slices s where n.id = new.node_id and s.id = new.slice_id
    on conflict (node_id, slice_id, incarnation) do update set ended_at = null;
  end if;
  return null;
end $$;
create trigger slivers_begin_and_end after insert or delete on slivers
  for each row execute function note_life_of_sliver();
create trigger slivers_become_others after update of node_id, rebuilt_as on slivers
  for each row when (old.node_id <> new.node_id or old.rebuilt_as is distinct from new.rebuilt_as)
  execute function note_life_of_sliver();
insert into sliver_lives (node_id, slice_id, incarnation, node, slice)
  select v.node_id, v.slice_id, coalesce(v.rebuilt_as, v.id), n.name, s.name
  from slivers v join nodes n on n.id = v.node_id join slices s on s.id = v.slice_id;

-- What each of them got of its node, in windows of five minutes; what a node does not know is null. A day is a partition, made
-- ahead by the control plane and dropped whole when it is old, so that to forget costs nothing.
create table usage_windows (
  began_at                 timestamptz   not null,
  node_id                  bigint        not null,
  slice_id                 bigint        not null,
  incarnation              bigint        not null,
  length_millis            integer       not null check (length_millis > 0),
  partial                  boolean       not null,
  seen_millis              integer       not null check (seen_millis >= 0),
  cpu_millis               bigint        check (cpu_millis >= 0),
  cpu_reserved_percent     numeric(5, 2) not null check (cpu_reserved_percent between 0 and 100),
  cpu_promised_millis      bigint        check (cpu_promised_millis >= 0),
  cpu_missed_millis        bigint        check (cpu_missed_millis >= 0),
  memory_bytes             bigint        check (memory_bytes >= 0),
  memory_peak_bytes        bigint        check (memory_peak_bytes >= 0),
  memory_guaranteed_bytes  bigint        not null check (memory_guaranteed_bytes >= 0),
  sent_bytes               bigint        check (sent_bytes >= 0),
  received_bytes           bigint        check (received_bytes >= 0),
  disk_bytes               bigint        check (disk_bytes >= 0),
  disk_read_bytes          bigint        check (disk_read_bytes >= 0),
  disk_written_bytes       bigint        check (disk_written_bytes >= 0),
  processes                bigint        check (processes >= 0),
  processes_peak           bigint        check (processes_peak >= 0),
  promise_broken           boolean       not null,
  primary key (began_at, node_id, slice_id, incarnation)
) partition by range (began_at);
create index usage_windows_of_slice on usage_windows (slice_id, began_at);
create index usage_windows_of_node on usage_windows (node_id, began_at);
create index usage_windows_broken_to_slice on usage_windows (slice_id, began_at) where promise_broken;
create index usage_windows_broken_on_node on usage_windows (node_id, began_at) where promise_broken;

-- With the paper's two words: active has had a process that was not the context's own; live has used 0.1 % of a CPU, which is
-- 300 ms in five minutes.
create view sliver_usage as
  select w.*,
         coalesce(w.processes_peak, 0) > 0                        as active,
         coalesce(w.cpu_millis, 0) * 1000 >= w.length_millis      as live
  from usage_windows w;
