-- What users ask their PIs for, and the talk about it. An answered request stays, so that both sides can look it up.
create table slice_requests (
  id           bigint generated always as identity primary key,
  name         text        not null check (length(name) <= 64),
  site_id      bigint      not null references sites on delete cascade,
  account_id   bigint      not null references accounts on delete cascade,
  image        text        not null references images,
  description  text        not null check (length(description) <= 2048),
  url          text        not null check (length(url) <= 2048),
  state        text        not null check (state in ('WAITING', 'ASKED_BACK', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
  created_at   timestamptz not null,
  changed_at   timestamptz not null
);
create index slice_requests_of_site on slice_requests (site_id, state, id);
create index slice_requests_of_account on slice_requests (account_id, id);
create index slice_requests_by_state on slice_requests (state, id);
-- One who asks twice gets one place in the inbox.
create unique index one_open_request_a_name on slice_requests (name, account_id) where state in ('WAITING', 'ASKED_BACK');

create table slice_request_words (
  id          bigint generated always as identity primary key,
  request_id  bigint      not null references slice_requests on delete cascade,
  author      text        not null,
  kind        text        not null check (kind in ('QUESTION', 'ANSWER', 'REASON')),
  words       text        not null check (words <> '' and length(words) <= 2048),
  at          timestamptz not null
);
create index slice_request_words_of_request on slice_request_words (request_id, id);
