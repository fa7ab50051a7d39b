-- What slivers are promised of the uplink and of memory can be had or missed, too, and an event is of one kind of promise: so it is
-- kept which ones were broken. Until now only that of CPU time was judged.
alter table usage_windows
  add column network_reserved_bits    bigint not null default 0 check (network_reserved_bits >= 0),
  add column sent_promised_bytes      bigint check (sent_promised_bytes >= 0),
  add column sent_missed_bytes        bigint check (sent_missed_bytes >= 0),
  add column sent_waited_millis       bigint check (sent_waited_millis >= 0),
  add column received_promised_bytes  bigint check (received_promised_bytes >= 0),
  add column received_missed_bytes    bigint check (received_missed_bytes >= 0),
  add column received_waited_millis   bigint check (received_waited_millis >= 0),
  add column memory_taken             bigint check (memory_taken >= 0),
  add column broken                   text[] not null default '{}'
    check (broken <@ array['CPU', 'SENT', 'RECEIVED', 'MEMORY']);
update usage_windows set broken = array['CPU'] where promise_broken;
alter table usage_windows add constraint usage_windows_broken_promises check (promise_broken = (broken <> '{}'));

-- A view has the columns that its table had when it was made.
drop view sliver_usage;
create view sliver_usage as
  select w.*,
         coalesce(w.processes_peak, 0) > 0                        as active,
         coalesce(w.cpu_millis, 0) * 1000 >= w.length_millis      as live
  from usage_windows w;
