-- The store of the hub: one text for PostgreSQL 15 and later and for PGlite.
--
-- Documents are text, not jsonb: nothing here looks inside them, parsing them costs more than storing them, and
-- jsonb refuses U+0000 while text keeps the escape. Ids compare by bytes (collation "C"): cheap, the same on every
-- machine, and the order of cursors. Tuples up to 8 kB stay inline and uncompressed (toast_tuple_target), which
-- spares the compression of every decision. No foreign keys: the arbitration under lock keeps the references.

create table customer_order (
  order_id text collate "C" primary key,
  version bigint not null,
  state text collate "C" not null,
  status text collate "C" not null,
  channel text collate "C" not null,
  accepted_at bigint not null,
  -- What the customer ordered; never rewritten.
  order_document text not null,
  -- What has been decided about it.
  standing_document text not null
) with (fillfactor = 90, toast_tuple_target = 8160);

create table order_external_id (
  system text collate "C" not null,
  external_id text collate "C" not null,
  order_id text collate "C" not null,
  primary key (system, external_id)
);

create table reservation (
  reservation_id text collate "C" primary key,
  kind text collate "C" not null,
  order_id text collate "C",
  cart_id text collate "C",
  fulfilment_id text collate "C",
  line_no integer not null,
  node_id text collate "C" not null,
  item_id text collate "C" not null,
  lot text collate "C" not null,
  units bigint not null check (units >= 0),
  state text collate "C" not null,
  expires_at bigint
) with (fillfactor = 90);
create index reservation_of_order on reservation (order_id) where order_id is not null;
create index reservation_of_cart on reservation (cart_id) where cart_id is not null;
create index reservation_expiring on reservation (expires_at) where kind = 'soft' and state = 'live';

create table fulfilment (
  fulfilment_id text collate "C" primary key,
  order_id text collate "C" not null,
  node_id text collate "C" not null,
  state text collate "C" not null,
  due_at bigint,
  version bigint not null,
  document text not null
) with (fillfactor = 80, toast_tuple_target = 8160);
create index fulfilment_of_order on fulfilment (order_id);
create index fulfilment_of_node on fulfilment (node_id, fulfilment_id);
create index fulfilment_due on fulfilment (due_at) where due_at is not null;

create table decision (
  decision_id text collate "C" primary key,
  order_id text collate "C" not null,
  kind text collate "C" not null,
  decided_at bigint not null,
  network_version bigint not null,
  strategy_id text collate "C" not null,
  strategy_version bigint not null,
  question text not null,
  answer text not null
) with (toast_tuple_target = 8160);
create index decision_of_order on decision (order_id);

create table fact (
  hash text collate "C" not null,
  has_error_declaration boolean not null,
  -- Order of capture.
  fact_number bigint generated always as identity,
  event_id text collate "C" not null,
  kind text collate "C" not null,
  happened_at bigint not null,
  recorded_at bigint not null,
  order_id text collate "C",
  object_uris text[] not null,
  epcis text not null,
  primary key (hash, has_error_declaration)
) with (toast_tuple_target = 8160);
create index fact_by_number on fact (fact_number);
create index fact_of_order on fact (order_id) where order_id is not null;
create index fact_unlinked on fact using gin (object_uris) where order_id is null;

create table parcel (
  parcel_uri text collate "C" primary key,
  order_id text collate "C" not null,
  fulfilment_id text collate "C" not null
);

create table exception_case (
  exception_id text collate "C" primary key,
  order_id text collate "C" not null,
  state text collate "C" not null,
  version bigint not null,
  document text not null
);
create index exception_of_order on exception_case (order_id);

create table stock_position (
  node_id text collate "C" not null,
  item_id text collate "C" not null,
  lot text collate "C" not null,
  on_hand_units bigint not null check (on_hand_units >= 0),
  reserved_units bigint not null check (reserved_units >= 0),
  safety_units bigint not null check (safety_units >= 0),
  primary key (node_id, item_id, lot)
) with (fillfactor = 70);
create index stock_of_item on stock_position (item_id);

create table slot_use (
  node_id text collate "C" not null,
  slot_at bigint not null,
  orders_used bigint not null check (orders_used >= 0),
  primary key (node_id, slot_at)
) with (fillfactor = 50);

create table inbound_supply (
  node_id text collate "C" not null,
  item_id text collate "C" not null,
  expected_at bigint not null,
  units bigint not null,
  primary key (node_id, item_id, expected_at)
);

create table node_state (
  node_id text collate "C" primary key,
  state integer not null,
  reason text not null,
  since_at bigint not null
);

create table item (
  item_id text collate "C" primary key,
  document text not null
);

create table document_version (
  kind text collate "C" not null,
  document_id text collate "C" not null,
  version bigint not null,
  published_at bigint not null,
  note text not null,
  document text not null,
  primary key (kind, document_id, version)
);

create table idempotency_answer (
  principal text collate "C" not null,
  key text collate "C" not null,
  body_hash text collate "C" not null,
  expires_at bigint not null,
  status integer not null,
  response_body text not null,
  primary key (principal, key)
) with (toast_tuple_target = 8160);
-- Rows come in the order in which they expire, so block ranges find the expired ones at nearly no cost.
create index idempotency_expiring on idempotency_answer using brin (expires_at) with (pages_per_range = 32);

create table event_log (
  sequence bigint primary key,
  -- Whoever claimed this sequence or a smaller one has this transaction id or a smaller one (see claim_sequences).
  horizon xid8 not null,
  recorded_at bigint not null,
  origin text collate "C" not null,
  type text collate "C" not null,
  order_id text collate "C",
  event text not null
) with (toast_tuple_target = 8160);
create index event_of_order on event_log (order_id, sequence) where order_id is not null;

create sequence event_sequence as bigint;
-- The greatest transaction id that has claimed so far. A sequence, because it must not wait for commits.
create sequence event_horizon as bigint minvalue 0 start 0;

create function log_lock_key() returns bigint language sql stable as $$
  select hashtextextended('ordermesh.event_sequence.' || current_schema(), 0)
$$;

-- Claims a run of sequences for the calling transaction, as the last thing before it commits. Claims are made one at
-- a time (a lock held for microseconds, not until commit), and every claimer has its transaction id before it claims.
-- So `horizon` is at least the id of everybody who claimed a smaller sequence: once no transaction up to it is
-- running, no smaller sequence can still appear. (The snapshot's xmax would not do: it is one past the latest
-- completed transaction, and a running one may be beyond it.) A transaction that ends without its commit leaves a gap.
create function claim_sequences(units bigint, out first_sequence bigint, out horizon xid8)
language plpgsql as $$
declare
  transaction_id constant bigint := pg_current_xact_id()::text::bigint;
  greatest_id bigint;
begin
  begin
    perform pg_advisory_lock(log_lock_key());
    first_sequence := nextval('event_sequence');
    if units > 1 then
      perform setval('event_sequence', first_sequence + units - 1);
    end if;
    select greatest(last_value, transaction_id) into greatest_id from event_horizon;
    perform setval('event_horizon', greatest_id);
  exception when others or query_canceled then
    -- The lock belongs to the session: a rollback would keep it.
    perform pg_advisory_unlock(log_lock_key());
    raise;
  end;
  perform pg_advisory_unlock(log_lock_key());
  horizon := greatest_id::text::xid8;
end
$$;

-- A dump that is restored into another cluster brings transaction ids from the old one: its events would wait for
-- transactions that never come. All of them have ended, so their horizon is behind us. Tells whether it was so.
create function mend_restored_log() returns boolean language plpgsql as $$
declare
  -- Later than every claim that was made before the lock below was taken.
  newest_id xid8;
  is_restored boolean;
begin
  perform pg_advisory_lock(log_lock_key());
  newest_id := pg_current_xact_id();
  select last_value > newest_id::text::bigint into is_restored from event_horizon;
  if is_restored then
    perform setval('event_horizon', 0);
  end if;
  perform pg_advisory_unlock(log_lock_key());
  if is_restored then
    update event_log set horizon = '0' where horizon > newest_id;
  end if;
  return is_restored;
end
$$;
