-- A script that lost an answer asks again with the same key and is told the same, instead of doing the thing twice. The row
-- is inserted first in the transaction that does it, so whoever asks meanwhile waits; whoever can see it sees it whole.
create table idempotent_answers (
  account_id    bigint      not null references accounts on delete cascade,
  key           text        not null check (length(key) between 1 and 255),
  -- Keyed, because what was asked may hold a password.
  request_hash  bytea       not null check (octet_length(request_hash) = 32),
  -- Status, headers and body, sealed, because they may hold a code or a token.
  answer        bytea,
  created_at    timestamptz not null,
  primary key (account_id, key)
);
create index idempotent_answers_by_age on idempotent_answers (created_at);
