import type { FeatureRow } from './row.ts';

/** Available to promise, and the promise. */
export const promiseRows: readonly FeatureRow[] = [
  [
    'ATP with safety stock',
    'yes',
    'One definition for router, API, cart, screens and twin.',
    'sells what the one definition of ATP says, over all lots, however it was filled',
  ],
  [
    'Channel buffers, virtual stock',
    'yes',
    'Units or percent that a channel leaves.',
    'a channel leaves its buffer, also when two hubs sell at the same moment',
  ],
  [
    'Ring-fences by channel, tier, customer',
    'yes',
    'A versioned allocation document; the last fenced unit is sold once.',
    'keeps units for a customer of a tier of a channel; strangers, tier and channel see their part',
    'sells the last fenced unit once when two hubs want it at the same moment',
  ],
  [
    'ATP over time (goods on their way)',
    'yes',
    'Availability at later moments; orders that wait hold announced goods.',
    'counts what is on its way at later moments',
    'scenario:pre-order',
  ],
  ['Production promise (CTP)', 'not yet', ''],
  [
    'Cart holds stock for a time',
    'yes',
    '30 seconds to 4 hours; the order takes it over in one commit.',
    'gives its units to its order, even the last ones',
  ],
  [
    'Contention for hot items',
    'yes',
    'The database arbitrates; the loser routes again on fresh numbers.',
    'sell the last unit once when both want it at the same moment',
  ],
  [
    'Promise date by cut-off, calendar, holidays and collection',
    'yes',
    'Node, carrier and destination, each in its time zone, with public holidays and special hours.',
    'keeps to the calendars of carrier and destination, and to what is possible',
    'leave cut-off and collection at the same time by the wall clock',
  ],
  [
    'Capacity inside the promise',
    'yes',
    'The first slot with room decides when work starts.',
    'is the next one with room when the running one is full',
  ],
  [
    'Promise checked at routing, with tolerance',
    'yes',
    'Lateness costs by tier; fallbacks say how late they may be.',
    'when it would be later than the try allows, with the hours',
  ],
  [
    'Milestones, late alert and re-promise',
    'yes',
    'A missed hand-over, a late departure or a parcel that does not come is told before the promise breaks.',
    'scenario:at-risk',
    'always leaves enough time, and a minute and a bit later never does',
  ],
  [
    'Same promise before and after purchase',
    'yes',
    'Cart, order, tracking and API ask one function.',
    'scenario:promise-kept',
  ],
];
