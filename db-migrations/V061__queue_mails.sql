-- Mails wait here, written with the change that they tell of: neither goes without the other. A mail's text may hold a
-- link that resets a password, so it is wiped when nothing is to be done with it any more.
create table mails (
  id            bigint generated always as identity primary key,
  -- What the Message-ID is made of: the same at each try, so that a mail that arrives twice is seen to be one.
  message_id    uuid        not null unique default gen_random_uuid(),
  recipient     text        not null,
  subject       text        not null,
  body          text        not null,
  kind          text        not null,
  state         text        not null check (state in ('WAITING', 'DELIVERED', 'KEPT', 'REFUSED', 'GIVEN_UP')),
  created_at    timestamptz not null,
  attempts      integer     not null default 0,
  next_attempt  timestamptz not null,
  ended_at      timestamptz check ((state = 'WAITING') = (ended_at is null)),
  reason        text        not null default ''
);
create index mails_to_be_sent on mails (next_attempt) where state = 'WAITING';
create index mails_by_age on mails (ended_at);
create index mails_of_recipient on mails (recipient, id);
