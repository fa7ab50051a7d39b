-- With which keys people log in to their slivers. The key is kept as it is sent in SSH's own protocol (RFC 4253 §6.6).
create table ssh_keys (
  id           bigint generated always as identity primary key,
  account_id   bigint      not null references accounts on delete cascade,
  type         text        not null,
  blob         bytea       not null,
  fingerprint  text        not null check (fingerprint ~ '^SHA256:[A-Za-z0-9+/]{43}$'),
  comment      text        not null,
  created_at   timestamptz not null,
  unique (account_id, fingerprint)
);
create index ssh_keys_by_fingerprint on ssh_keys (fingerprint);

-- Keys that nobody may use: stolen ones, and those that everybody can make.
create table blocked_ssh_keys (
  fingerprint  text primary key check (fingerprint ~ '^SHA256:[A-Za-z0-9+/]{43}$'),
  reason       text        not null check (reason <> ''),
  blocked_at   timestamptz not null
);
