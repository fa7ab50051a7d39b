-- The trail is searched as other lists are: a bare word is looked for in the names of what was changed.
create index audit_events_by_part_of_object on audit_events using gin (object gin_trgm_ops);
