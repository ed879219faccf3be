-- Whose channels nobody else sees: these accounts are about to be deleted.
create table hidden_accounts (account_id text primary key);
