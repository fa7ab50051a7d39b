-- Who asks for what was announced behind a position must be told when that is too old, and only then: the last row that was
-- deleted says it exactly.
create table outbox_forgotten (
  one  boolean primary key default true check (one),
  tx   xid8    not null,
  id   bigint  not null
);
insert into outbox_forgotten (tx, id) values ('0', 0);
