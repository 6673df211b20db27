-- Matters that the hub follows besides orders (returns, claims, transfers, subscriptions, …): one versioned document each,
-- found by what it is about and by when somebody must look at it again.
create table case_file (
  case_id text collate "C" primary key,
  kind text collate "C" not null,
  state text collate "C" not null,
  order_id text collate "C",
  node_id text collate "C",
  key text collate "C",
  due_at bigint,
  version bigint not null,
  document text not null
) with (fillfactor = 80, toast_tuple_target = 8160);
create index case_of_kind on case_file (kind, case_id);
create index case_of_order on case_file (order_id) where order_id is not null;
create index case_of_key on case_file (kind, key) where key is not null;
create index case_due on case_file (kind, due_at) where due_at is not null;
