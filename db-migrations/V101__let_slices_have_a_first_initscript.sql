-- A program that is run as root in each sliver at its first start on a new disk, before the other one. Empty: none.
alter table slices add column first_initscript text not null default '' check (octet_length(first_initscript) <= 65536);
