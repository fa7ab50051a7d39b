-- A slice's name is PlanetLab's: an existing login base, an underscore, the user's own part.
create table slices (
  id           bigint generated always as identity primary key,
  name         text        not null unique check (name ~ '^[a-z0-9][a-z0-9.]*_[a-zA-Z0-9_.]+$' and length(name) <= 64),
  site_id      bigint      not null references sites,
  goal         text        not null check (goal in ('RUNNING', 'STOPPED', 'ABSENT')),
  image        text        not null references images,
  description  text        not null check (length(description) <= 2048),
  url          text        not null check (length(url) <= 2048),
  created_at   timestamptz not null,
  expires_at   timestamptz not null check (expires_at > created_at)
);
create index slices_of_site on slices (site_id);
