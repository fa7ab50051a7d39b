-- A site can be found on a map, and be suspended for a reason. What it is suspended for is shown to its people.
alter table sites
  add column url               text             not null default '',
  add column latitude          double precision check (latitude between -90 and 90),
  add column longitude         double precision check (longitude between -180 and 180),
  add column country           text             check (country ~ '^[A-Z]{2}$'),
  add column suspended_reason  text             not null default '',
  add column version           bigint           not null default 0,
  add check ((latitude is null) = (longitude is null));
