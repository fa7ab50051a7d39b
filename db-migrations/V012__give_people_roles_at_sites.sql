-- What somebody is at which site. PlanetLab's roles, but for admin, which is a column of the account.
create table site_roles (
  account_id  bigint not null references accounts on delete cascade,
  site_id     bigint not null references sites on delete cascade,
  role        text   not null check (role in ('PI', 'USER', 'TECH')),
  primary key (account_id, site_id, role)
);
create index site_roles_of_site on site_roles (site_id, role);
