-- Somebody asks for an account at a site, shows that the address is theirs, and waits for a PI. Only then is there an
-- account: an address that somebody else typed in is taken by nobody.
alter table accounts
  add column verified_at    timestamptz,
  add column password_hash  text,
  add column version        bigint not null default 0;
create extension if not exists pg_trgm;
create index accounts_by_part_of_email on accounts using gin (email gin_trgm_ops);

-- Before it is verified it is found by the keyed hash of what was mailed, after it by its site.
create table registrations (
  id             bigint generated always as identity primary key,
  email          text        not null check (email = lower(email)),
  name           text        not null check (name <> ''),
  site_id        bigint      not null references sites on delete cascade,
  role           text        not null check (role in ('USER', 'TECH')),
  password_hash  text,
  words          text        not null,
  link_hash      bytea unique check (octet_length(link_hash) = 32),
  created_at     timestamptz not null,
  verified_at    timestamptz,
  check ((link_hash is null) = (verified_at is not null))
);
create unique index registrations_that_wait on registrations (email) where verified_at is not null;
create index registrations_of_site on registrations (site_id, id) where verified_at is not null;
create index registrations_by_age on registrations (created_at) where verified_at is null;

-- A mailed link that sets a new password, once.
create table password_resets (
  hash        bytea primary key check (octet_length(hash) = 32),
  account_id  bigint      not null references accounts on delete cascade,
  expires_at  timestamptz not null
);
create index password_resets_by_expiry on password_resets (expires_at);
create index password_resets_of_account on password_resets (account_id);
