-- In which the account was made: mail is written in it until its owner chooses one.
alter table accounts add column page_language text;
