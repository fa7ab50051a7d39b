-- The tokens that are there were given to the first admin's command line and keep opening everything.
alter table api_tokens
  add column id            bigint generated always as identity unique,
  add column scopes        text[] not null default array['READ', 'SLICES', 'NODES', 'PEOPLE', 'ADMIN']
                           check (scopes <@ array['READ', 'SLICES', 'NODES', 'PEOPLE', 'ADMIN'] and cardinality(scopes) > 0),
  add column expires_at    timestamptz,
  add column last_used_at  timestamptz;
create index api_tokens_by_expiry on api_tokens (expires_at);
