-- What was before and after each change, and a chain of hashes that shows whether anybody has rewritten the trail since.
-- Rows are written unsealed, in the transaction of their change; one replica at a time seals them after commit, so that
-- no change waits for another one's end. Both tables are only ever added to, which triggers see to.
alter table audit_events
  add column request_id text not null default '',
  add column before jsonb,
  add column after jsonb;

-- Rows that wait for their seal. The rows that there are already are sealed first.
create table audit_unsealed (
  event_id  bigint primary key references audit_events
);
insert into audit_unsealed select id from audit_events;

-- Each seal is the SHA-256 of the one before it and of its row.
create table audit_seals (
  position  bigint primary key check (position > 0),
  event_id  bigint not null unique references audit_events,
  hash      bytea  not null check (octet_length(hash) = 32)
);

create function refuse_to_rewrite_the_audit_trail() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is only added to: % on % is refused', lower(tg_op), tg_table_name;
end $$;
create trigger only_added_to before update or delete or truncate on audit_events
  for each statement execute function refuse_to_rewrite_the_audit_trail();
create trigger only_added_to before update or delete or truncate on audit_seals
  for each statement execute function refuse_to_rewrite_the_audit_trail();

-- One index for each search, newest first; names are also searched by how they begin.
drop index audit_events_of_object;
drop index audit_events_of_actor;
create index audit_events_by_time on audit_events (at, id);
create index audit_events_of_actor on audit_events (actor text_pattern_ops, at, id);
create index audit_events_of_object on audit_events (object text_pattern_ops, object_kind, at, id);
create index audit_events_of_kind on audit_events (object_kind, at, id);
create index audit_events_of_action on audit_events (action, at, id);
