-- Only keyed hashes are kept: who reads this table can sign in as nobody.
create table api_tokens (
  hash        bytea primary key check (octet_length(hash) = 32),
  account_id  bigint      not null references accounts on delete cascade,
  label       text        not null,
  created_at  timestamptz not null
);
create index api_tokens_of_account on api_tokens (account_id);

-- A link signs in once: the row goes with its use.
create table sign_in_links (
  hash        bytea primary key check (octet_length(hash) = 32),
  account_id  bigint      not null references accounts on delete cascade,
  expires_at  timestamptz not null
);
create index sign_in_links_by_expiry on sign_in_links (expires_at);
