-- Who may change a slice and get into its slivers, whichever site they are of.
create table slice_members (
  slice_id    bigint      not null references slices on delete cascade,
  account_id  bigint      not null references accounts on delete cascade,
  since       timestamptz not null,
  primary key (slice_id, account_id)
);
create index slice_members_of_account on slice_members (account_id, slice_id);
