-- A node is known before it is enrolled. The session epoch grows with every stream that its agent opens: what an older
-- stream still says is refused.
create table nodes (
  id                   bigint generated always as identity primary key,
  site_id              bigint      not null references sites,
  name                 text        not null unique check (name ~ '^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$'),
  state                text        not null check (state in ('ENROLLING', 'READY', 'UNREACHABLE', 'REVOKED')),
  state_since          timestamptz not null,
  created_at           timestamptz not null,
  session_epoch        bigint      not null,
  last_heartbeat       timestamptz,
  generation_wanted    bigint      not null,
  generation_applied   bigint      not null check (generation_applied <= generation_wanted),
  hostname             text        not null,
  kernel               text        not null,
  cpus                 integer     not null,
  memory_bytes         bigint      not null,
  disk_bytes           bigint      not null,
  cgroups              text        not null,
  runtime              text        not null,
  agent_version        text        not null
);
create index nodes_of_site on nodes (site_id);
create index nodes_by_silence on nodes (last_heartbeat) where state = 'READY';

-- One code a node at a time; asking for another one replaces it. Used ones stay, so that a second use can be told apart.
create table join_codes (
  hash        bytea primary key check (octet_length(hash) = 32),
  node_id     bigint      not null unique references nodes on delete cascade,
  expires_at  timestamptz not null,
  used_at     timestamptz
);

create table node_certificates (
  serial      text primary key,
  node_id     bigint      not null references nodes on delete cascade,
  issued_at   timestamptz not null,
  not_after   timestamptz not null,
  revoked_at  timestamptz
);
create index node_certificates_of_node on node_certificates (node_id);
