-- What its owner wants of one sliver, beside what its slice wants of all. The numbers say how often it was wanted restarted and
-- reset: wishes, not orders, so that a plan that arrives twice does nothing twice. A sliver that is rebuilt is another one for its
-- node, with another disk: rebuilt_as is its incarnation then, from the same sequence as the ids, so that it is nobody else's.
alter table slivers
  add column halted      boolean not null default false,
  add column frozen      boolean not null default false,
  add column seen_frozen boolean not null default false,
  add column restarts    bigint  not null default 0,
  add column resets      bigint  not null default 0,
  add column rebuilt_as  bigint;
