-- When the account is removed everywhere; until then it can be kept, and nobody else sees what it published.
alter table accounts add column leaves_at timestamptz;
create index accounts_leaving on accounts (leaves_at) where leaves_at is not null;

-- Whose name stands in `invited_by`; null where a release before wrote it.
alter table invitations add column inviter_id text;

-- Of whoever has gone, the log keeps the id: names and addresses may be emptied, and nothing else may ever change.
create function refuse_change_of_audit_row() returns trigger language plpgsql as $$
begin
  if (new.id, new.at, new.actor_id, new.act) is distinct from (old.id, old.at, old.actor_id, old.act)
    or new.subject_id is distinct from old.subject_id
    or not (new.actor_name in (old.actor_name, ''))
    or not (new.address in (old.address, ''))
    or (new.subject_name is not null and new.subject_name is distinct from old.subject_name)
    or (new.before is not null and new.before is distinct from old.before)
    or (new.after is not null and new.after is distinct from old.after)
  then
    raise exception 'the audit log is only ever written to';
  end if;
  return new;
end $$;
drop trigger audit_log_is_append_only on audit_log;
create trigger audit_log_is_append_only before delete or truncate on audit_log
  for each statement execute function refuse_change_of_audit_log();
create trigger audit_log_rows_stay before update on audit_log
  for each row execute function refuse_change_of_audit_row();
