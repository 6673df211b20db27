-- Lists of matters by when they were opened; deliveries that are over are looked at once more after thirty days, to be forgotten.
alter table case_file add column opened_at bigint;
update case_file set opened_at = (document::json ->> 'openedAt')::bigint;
update case_file set due_at = opened_at + 2592000000
  where kind = 'webhook_delivery' and state in ('delivered', 'dead') and due_at is null;
