-- A customer finds their own orders; whoever has no customer code is found by nobody's.
alter table customer_order add column customer_id text collate "C";
update customer_order set customer_id = order_document::json ->> 'customerId'
  where order_document like '%"customerId"%';
create index customer_order_by_customer on customer_order (customer_id, order_id)
  where customer_id is not null;
