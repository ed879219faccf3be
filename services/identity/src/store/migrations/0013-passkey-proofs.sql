alter table passkey_challenges
  drop constraint passkey_challenges_purpose_check,
  add constraint passkey_challenges_purpose_check check (purpose in ('add', 'log-in', 'prove')),
  -- What whoever is logged in already is about to do, and in which session: it counts for nothing else.
  add column proves text,
  add column session_id text,
  -- Where they were asked.
  add column origin text,
  add check (
    purpose != 'prove'
    or account_id is not null and proves is not null and session_id is not null and origin is not null
  );
