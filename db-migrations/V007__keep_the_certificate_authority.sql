-- The authority that signs the nodes' and the replicas' certificates: one for all replicas, hence here. Its key is
-- sealed with the installation's secret, which is not in the database.
create table certificate_authority (
  only_one     boolean primary key check (only_one),
  certificate  bytea       not null,
  sealed_key   bytea       not null,
  created_at   timestamptz not null
);
