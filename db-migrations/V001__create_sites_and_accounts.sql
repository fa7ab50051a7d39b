-- Who uses the testbed and where its nodes stand. A slice's name begins with a site's login base, so it never changes.
create table sites (
  id          bigint generated always as identity primary key,
  login_base  text        not null unique check (login_base ~ '^[a-z0-9][a-z0-9.]{0,31}$'),
  name        text        not null check (name <> ''),
  enabled     boolean     not null,
  created_at  timestamptz not null
);

create table accounts (
  id          bigint generated always as identity primary key,
  email       text        not null unique check (email = lower(email)),
  name        text        not null check (name <> ''),
  admin       boolean     not null,
  enabled     boolean     not null,
  created_at  timestamptz not null
);
