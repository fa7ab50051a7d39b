-- What is wanted of a sliver may wait for its next start though its node has come to it: a disk that cannot grow while it is in use,
-- limits that hold from the start. It is not in force until then, and it says why. Empty: nothing waits.
alter table slivers add column awaits text not null default '';
