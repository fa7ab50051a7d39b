-- Counts attempts for all replicas together. Keys are keyed hashes: an address or a mail address that was only tried
-- is nobody's to read.
create table throttle (
  key          bytea primary key check (octet_length(key) = 32),
  attempts     integer     not null check (attempts >= 0),
  last_at      timestamptz not null,
  free_at      timestamptz not null,
  trusted_at   timestamptz
);
create index throttle_by_age on throttle (last_at);
