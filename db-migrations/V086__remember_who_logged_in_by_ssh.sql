-- Who was in a sliver by ssh, as its node has told; told twice it is here once. By names and not by references: it outlives the
-- slice and the account.
create table ssh_logins (
  id            uuid        primary key,
  node          text        not null,
  slice         text        not null,
  account       text        not null,
  fingerprint   text        not null,
  from_address  text        not null,
  began_at      timestamptz not null,
  ended_at      timestamptz
);
create index ssh_logins_of_slice on ssh_logins (slice, began_at desc);
create index ssh_logins_by_age on ssh_logins (began_at);
