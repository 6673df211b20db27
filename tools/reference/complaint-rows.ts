import type { Proof } from './proof.ts';

/** What users of other systems complain of, what is done about it here, and what shows it. */
export type ComplaintRow = readonly [wrong: string, here: string, ...proofs: Proof[]];

/** The loudest complaints about order management in public issue trackers, in the words of this house. */
export const complaintRows: readonly ComplaintRow[] = [
  [
    'Stock of all locations confirms the order, but it is reserved at the first location only.',
    'What is confirmed is the plan that was routed, and exactly that is reserved, in the same commit.',
    'scenario:split',
    'is accepted, promised, routed to the nearest store and reserved in one commit',
  ],
  [
    'Several locations together allocate more (or less) than was ordered.',
    'A plan brings every line in full and never more; the sum is checked over every order at random.',
    'brings every line in full, takes no more than a node has, and overloads no lane',
  ],
  [
    'Two customers buy the last unit.',
    'The database arbitrates under a guard; one wins, the other is routed again or told why not.',
    'sell the last unit once when both want it at the same moment',
  ],
  [
    'Reservations drift away from what is really held, and scripts repair them.',
    'A counter moves only with its reservations, in one commit; the sum over the log is the position.',
    'logs moves that sum up to the change of every position and slot, none of them below zero',
    'keep every invariant of the house through any day',
  ],
  [
    'Cancelling a part frees the wrong quantity.',
    'Exactly the cancelled units are freed, whatever stage they are in.',
    'frees exactly that part of an order that is',
    'scenario:customer-change',
  ],
  [
    'Nobody can say which warehouse is taken; the pick looks random.',
    'Staff edit rules and weights, every tie has a named breaker, every node that was out has its reason.',
    'complaint 6: staff steer which node sends',
    'is the same for the same question, also after it was written down, byte for byte',
  ],
  [
    'The source is chosen at shipping, too late for tax and for the warehouse.',
    'The source is known in the answer that accepts the order.',
    'answers 201 with plan, promise, ETag and Location after the commit',
  ],
  [
    'More parcels than needed.',
    'The whole order is optimised at once; an extra parcel has its price.',
    'costs what the cheapest of all plans costs, by naive enumeration, within all limits',
  ],
  [
    'An order cannot be fulfilled from several locations.',
    'It can, up to sixteen parcels, with limits that staff set.',
    'brings every line in full, takes no more than a node has, and overloads no lane',
  ],
  [
    'The fulfilment screen takes stock from another location than the reserved one.',
    'A fulfilment is its reservations: what leaves consumes exactly them, by the scan.',
    'never promises more than is there and not kept back, when only promises are made',
  ],
  [
    'A backorder is lost when its order is split.',
    'What waits is a record of its own beside what goes; the sum is checked after every story.',
    'scenario:backorder',
  ],
  [
    'No date for backorders and pre-orders; whoever asks last gets the goods.',
    'Waiting units hold announced goods with a promise; what comes is shared out by tier, then age, before anybody else buys it.',
    'scenario:pre-order',
    'scenario:backorder',
  ],
  [
    'Kits are sent apart, and parts that they share are sold twice.',
    'Parts are routed and reserved as goods of their own; a kit may travel in one parcel only.',
    'scenario:kits',
  ],
  [
    'A return is booked in where it was planned, or with the refund.',
    'Goods are on the shelf where they physically arrived; money and restock never move each other.',
    'puts goods on the shelf of the node where they physically arrived, not where they were planned',
  ],
  [
    'Nothing can be edited after the order.',
    'Address, window, store, quantity and lines, also after the release; a dry run shows what it means.',
    'scenario:customer-change',
  ],
  [
    'Capture and refund do not follow a split order.',
    'Each unit has its exact share, the rounding goes with the last one; a refund is never above what was paid.',
    'gives each unit its exact share, and the rounding with the last one',
  ],
  [
    'A retry or a second import makes a second order.',
    'One external order is one order; the same key gets the same answer for thirty days; a file that comes twice changes nothing twice.',
    'scenario:marketplace-ingest',
    'goes on where it stopped, and books no row twice',
    'knows an external order once, also when it comes twice at the same time',
  ],
  [
    'Webhooks come twice, out of order, or never; nobody can see why.',
    'Each event has its place among those of its order; every attempt is listed, everything can be replayed for thirty days.',
    'finds order and gaps by the place of each event among those of its order, also under a filter',
    'is tried again after 5 s and 5 min with the same id and body; every attempt is listed',
  ],
  [
    'A blocked lot blocks orders of other lots.',
    'Blocked lots are promised to nobody, and orders of other lots go on.',
    'that are blocked are promised to nobody, and orders of other lots go on',
  ],
  [
    'After a short pick the whole order moves.',
    'Only the missing units move.',
    'complaint 20: a short pick re-releases only the missing quantity',
  ],
  [
    'Hot items and capacity lock whole tables.',
    'Rows are locked in one order, refused units go again; two hubs fill slots and shelves to the brim and never over.',
    'two hubs that fill the same slots at once never fill one over, nor the day, and nobody is lost',
    'complaint 21: a hot item and a hot slot lock nothing',
    'scenario:hot-item',
  ],
  [
    'The wrong coast, needless splits.',
    'Cost, time and splits are weighed over the whole order; the rule to change it is open to everybody.',
    'scenario:split',
  ],
  [
    'Recommendations are overridden because nobody knows why.',
    'Every decision says why, why not another node, and what would have to change.',
    'says in both languages what happened, in every situation',
  ],
  [
    'Changes of rules are slow and risky.',
    'Checked with every fault named, live with the next decision, rolled back as a new version.',
    'counts for the next order, and a rollback brings the old one back as a new version',
    'complaint 24: a rule change is tried first',
  ],
  [
    'Large orders are not supported.',
    'Two thousand lines; 1,200 are measured in the story.',
    'scenario:b2b-bulk',
    'may have two thousand lines and not one more',
  ],
];
