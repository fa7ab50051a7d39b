-- A program that is run as root in each sliver when it starts. Empty: none.
alter table slices add column initscript text not null default '' check (octet_length(initscript) <= 65536);
