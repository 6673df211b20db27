-- A recall asks who got a lot; goods without lots cost this index nothing.
create index reservation_of_lot on reservation (item_id, lot, reservation_id) where lot <> '';
