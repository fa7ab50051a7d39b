-- Ports of a node that lead to ports of a sliver. One port of a node leads to one sliver: two that overlap would mean that
-- whoever calls reaches somebody else than the page says. They go with the sliver.
create table published_ports (
  id            bigint generated always as identity primary key,
  sliver_id     bigint      not null references slivers on delete cascade,
  node_id       bigint      not null references nodes on delete cascade,
  protocol      text        not null check (protocol in ('tcp', 'udp')),
  node_ports    int4range   not null check (lower(node_ports) >= 1 and upper(node_ports) <= 65536),
  sliver_port   int         not null check (sliver_port >= 1 and sliver_port + upper(node_ports) - lower(node_ports) <= 65536),
  published_by  text        not null,
  published_at  timestamptz not null,
  constraint published_ports_do_not_overlap
    exclude using gist (node_id with =, protocol with =, node_ports with &&)
);
create index published_ports_of_sliver on published_ports (sliver_id);
