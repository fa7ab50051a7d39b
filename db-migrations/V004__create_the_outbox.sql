-- What has changed, written in the transaction that changed it and read by every replica after commit. The transaction
-- id is kept because ids alone become visible out of order: readers stay below the oldest transaction still running.
create table outbox (
  id     bigint generated always as identity primary key,
  tx     xid8        not null default pg_current_xact_id(),
  topic  text        not null,
  key    text        not null,
  at     timestamptz not null
);
create index outbox_in_commit_safe_order on outbox (tx, id);
create index outbox_by_age on outbox (at);
