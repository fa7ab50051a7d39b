-- Who the identity provider says somebody is. Its subject never changes, a mail address may.
create table oidc_links (
  issuer      text        not null,
  subject     text        not null,
  account_id  bigint      not null references accounts on delete cascade,
  linked_at   timestamptz not null,
  primary key (issuer, subject)
);
create index oidc_links_of_account on oidc_links (account_id);
