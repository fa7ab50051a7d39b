-- A revoked node never reports that it has let go. Slivers that only waited for that have kept their slices, and the
-- slices' names, for ever.
delete from slivers v using nodes n where n.id = v.node_id and v.goal = 'ABSENT'
  and (n.state = 'REVOKED' or n.last_heartbeat is null);
delete from slices s where s.goal = 'ABSENT' and not exists (select 1 from slivers v where v.slice_id = s.id);
