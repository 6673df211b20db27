-- Who changed what: events that a person or program asked for name the principal; what the house does by itself names none.
alter table event_log add column principal text collate "C";
-- What was changed, of events that are about no order; those of an order are found by the order.
alter table event_log add column resource text collate "C";
create index event_of_principal on event_log (principal, sequence) where principal is not null;
create index event_of_resource on event_log (resource, sequence) where resource is not null;
