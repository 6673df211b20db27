import type { Proof } from './proof.ts';

/** What users of other systems complain of, what is done about it here, and what shows it. */
export type ComplaintRow = readonly [wrong: string, here: string, ...proofs: Proof[]];

/** The loudest complaints about order management in public issue trackers, in the words of this house. */
export const complaintRows: readonly ComplaintRow[] = [
  [
    'Stock of all locations confirms the order, but it is reserved at the first location only.',
    'What is confirmed is the plan that was routed, and exactly that is reserved, in the same commit.',
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
    'frees exactly the cancelled units',
    'scenario:customer-change',
  ],
  [
    'Nobody can say which warehouse is taken; the pick looks random.',
    'Staff edit rules and weights, every tie has a named breaker, every node that was out has its reason.',
    'has words in both languages for every preset against every other',
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
];
