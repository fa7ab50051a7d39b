-- Accounts, sites, requests and mails are found by a part of a word, and sorted by their dates. What belongs to one thing,
-- as the slivers of a slice, the people of a site or the tokens of an account, is found by that and is not many.
create index accounts_by_part_of_address_or_name on accounts using gin ((email || ' ' || name) gin_trgm_ops);
create index accounts_by_creation on accounts (created_at, email);
create index sites_by_part_of_login_base_or_name on sites using gin ((login_base || ' ' || name) gin_trgm_ops);
create index sites_by_creation on sites (created_at, login_base);
create index slice_requests_by_part_of_name on slice_requests using gin (name gin_trgm_ops);
create index slice_requests_by_change on slice_requests (changed_at, id);
create index mails_by_part_of_recipient_or_subject on mails using gin ((recipient || ' ' || subject) gin_trgm_ops);
create index mails_by_state on mails (state, id);
-- It only served what the first of these serves as well.
drop index accounts_by_part_of_email;
