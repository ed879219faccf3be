-- Who has proved an address finds all the places that wait for it.
create index viewer_list_people_waiting on viewer_list_people (email_key) where account_id is null;
