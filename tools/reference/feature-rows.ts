import type { Proof } from './proof.ts';

/** How far a feature is: whole, in part (the text says what is missing), or not there yet. */
export type FeatureState = 'yes' | 'partly' | 'not yet';

/** One feature of the trade, and what shows that it is here. */
export type FeatureRow = readonly [
  feature: string,
  state: FeatureState,
  says: string,
  ...proofs: Proof[],
];

/** Routing. */
export const routingRows: readonly FeatureRow[] = [
  [
    'Rules edited by operations staff, no code',
    'yes',
    'A strategy is a versioned document of weights, rules, limits and scenarios; every fault is named at its place.',
    'are published, compared in sentences and rolled back',
  ],
  [
    'Weighted score over several objectives',
    'yes',
    'Ten cost items in money; or objectives in order, each with its tolerance.',
    'has cost items that add up to its parcels and its total',
  ],
  [
    'Optimum over the whole order, not line by line',
    'yes',
    'Exact up to twelve items, beyond that bounded with a stated gap.',
    'costs what the cheapest of all plans costs, by naive enumeration, within all limits',
  ],
  ['Joint optimum over many orders', 'not yet', 'Orders of a batch are decided one after another.'],
  [
    'Event-driven, order by order',
    'yes',
    'Decided and committed when it comes; there is no batch run to wait for.',
    'is accepted, promised, routed to the nearest store and reserved in one commit',
  ],
  [
    'Hard and soft constraints',
    'yes',
    'Hard rules exclude, soft ones cost; both in one table.',
    'a compiled rule holds exactly where the rule table, read literally, holds',
  ],
  [
    'Fallback strategy',
    'yes',
    'Relaxed steps are tried in order; the explanation names the step that was needed.',
    'says in both languages what happened, in every situation',
  ],
  ['Distance and zones', 'yes', 'Per service and node, to the metre.', 'puts a node where it says'],
  [
    'Carrier rate in the choice',
    'yes',
    'Freight by zone and weight band of every service that collects there.',
    'prices an order that one can price by hand',
  ],
  [
    'Handling cost of the node',
    'yes',
    'Per order, line and unit.',
    'prices an order that one can price by hand',
  ],
  [
    'Scarce stock costs more',
    'partly',
    'A weight by depletion; a price from forecast demand is to come.',
    'has cost items that add up to its parcels and its total',
  ],
  [
    'Workload balancing',
    'yes',
    'A full slot costs by the square of its load.',
    'when it has no slot left',
  ],
  [
    'Duty in the choice',
    'yes',
    'By HS prefix, origin and destination.',
    'prices an order that one can price by hand',
  ],
  [
    'Carbon as an objective',
    'yes',
    'Grams CO2e by transport mode, distance and weight.',
    'has cost items that add up to its parcels and its total',
  ],
  ['Outside signals (weather, ports …)', 'not yet', 'The corridor has a place for them.'],
  [
    'Customer tier',
    'yes',
    'Lateness cost, rules, scenarios and the order of waiting look at it.',
    'let moving goods overtake most, then key accounts, and standard orders nobody',
  ],
  [
    'Forced or compared node',
    'yes',
    'A comparison forces nodes and says what it would cost.',
    'forced onto other nodes is never cheaper',
  ],
  [
    'Split cap and value threshold',
    'yes',
    'Most parcels, least value of a part, lines split or whole.',
    'brings every line in full, takes no more than a node has, and overloads no lane',
  ],
  ['Custom rule plug-in', 'not yet', 'Rules are data; nothing in them is run as code.'],
  [
    'Versioned strategies',
    'yes',
    'Versions only grow; an edit of an older one is refused.',
    'is not overwritten by somebody who edited an older version without knowing the newer one',
  ],
  [
    'Live at once',
    'yes',
    'The next decision of the process uses it.',
    'counts for the next order, and a rollback brings the old one back as a new version',
  ],
  [
    'Rules with validity dates',
    'yes',
    'A dated strategy begins and ends by itself.',
    'is the peak strategy during the peak, though another was published meanwhile',
  ],
  ['Drafting rules in plain language', 'not yet', ''],
  [
    'Simulation on recorded orders',
    'partly',
    'The replay of 19,110 real orders compares with six simple policies; no screen.',
    'replays real orders the same way under one seed',
  ],
  ['Simulation on forecast flow', 'not yet', ''],
  ['Shadow mode on live orders', 'not yet', ''],
  ['Randomised A/B with statistics', 'not yet', ''],
  ['Recommends a strategy', 'not yet', ''],
  [
    'Trace of every decision',
    'yes',
    'Always on; stored with its question.',
    'is explained, compared with another node and replayed byte for byte',
  ],
  [
    'Reason per eliminated node',
    'yes',
    'The first test that failed, with its numbers, in two languages.',
    'when it would be later than the try allows, with the hours',
  ],
  [
    'Counterfactual and replay from the stored question',
    'yes',
    'Same question, same answer, years later.',
    'are explained, compared with another node, and replayed to the same answer',
  ],
  ['Demand sensing in routing', 'not yet', ''],
];

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

/** Lifecycle and customer. */
export const lifecycleRows: readonly FeatureRow[] = [
  [
    'States with reasons',
    'yes',
    'Closed lists; every refusal names the state and what would be allowed.',
    'cannot accept what it has shipped, and is told what would be allowed',
  ],
  [
    'Status only from physical facts',
    'yes',
    'A status cites the scans that it rests on.',
    'are captured once, listed, and move the order by what they prove',
  ],
  [
    'Several named holds',
    'yes',
    'Each with its reason, by whom and until when; work begins when the last one ends.',
    'scenario:customer-change',
    'takes back what a node accepted but did not begin, and keeps its stock',
  ],
  [
    'Remorse window',
    'yes',
    'Minutes in which nothing is released; the promise counts on it.',
    'scenario:customer-change',
    'of the hub counts for orders that do not say, and never for those wanted within the hour',
  ],
  [
    'Customer changes pick-up store, or ships instead',
    'yes',
    'Other stores, shipping or cancellation, each with its promise; goods are held meanwhile.',
    'scenario:bopis',
  ],
  [
    'Customer changes address, window, quantity, lines',
    'yes',
    'Also after the release; a dry run shows plan, cost, carbon, price, tax and promise.',
    'scenario:customer-change',
    'has picked goods put back when the customer collects elsewhere, at the price of putting them back',
  ],
  ['Sandbox to merge shipments with live tax and carbon', 'not yet', ''],
  [
    'Transparency tiers',
    'yes',
    'Basic, advanced, high; fields are named one by one.',
    'shows each tier its part, and never a node to the basic one',
  ],
  [
    'Return, exchange and claim as three things',
    'yes',
    'Custody, inspection and refund follow facts, never each other; a replacement goes on the scan; lost goods are sent again without payment.',
    'keeps restock and money apart: a refund by people restocks nothing, a restock pays nothing by itself',
    'is never above what was paid, per line and in all, whatever is asked in whatever order',
    'scenario:returns',
  ],
  [
    'Return node by cost and resale',
    'yes',
    'Freight back, handling, and what the goods bring where they sell again; explained.',
    'sends them where they sell again, not where it is nearest',
  ],
  [
    'Pre-order and backorder release',
    'yes',
    'Capped by announced supplies, released in turn, slips are told.',
    'scenario:pre-order',
    'scenario:backorder',
  ],
  [
    'B2B orders of any size, schedule lines',
    'yes',
    '1,200 lines in one commit; parts of a line on dates.',
    'scenario:b2b-bulk',
  ],
  [
    'Kits, substitutes, weight goods, gifts',
    'yes',
    'The customer’s line stays, parts are picked; substitutes keep the price; grams by the scale.',
    'scenario:kits',
    'scenario:fresh',
  ],
  [
    'Borders: duty, import tax, incoterms, currencies, legal entities',
    'yes',
    'De-minimis, customs unions, dated rates, refused goods.',
    'scenario:cross-border',
  ],
  [
    'Signed webhooks, retry, attempt log',
    'yes',
    'Standard Webhooks (HMAC and ed25519), three days of retries, replay for thirty.',
    'is tried again after 5 s and 5 min with the same id and body; every attempt is listed',
    'brings everything since a moment again, with the ids that were known',
  ],
  [
    'EPCIS and CloudEvents',
    'yes',
    'Facts in by EPCIS 2.0, events out as CloudEvents.',
    'tells what is committed while it is open, as CloudEvents',
  ],
  [
    'Queue of exceptions',
    'partly',
    'Listed with the nearest change that would help; no screen.',
    'becomes an exception that names the nearest change when no node can do it',
  ],
];

/** Execution network. */
export const networkRows: readonly FeatureRow[] = [
  [
    'Daily order cap per node',
    'yes',
    'Besides the slots.',
    'sends the rest to the next day, though slots have room',
  ],
  [
    'Capacity per slot, hold and confirm',
    'yes',
    'Held places end by themselves; two hubs never fill one over.',
    'two hubs that fill the same slots at once never fill one over, nor the day, and nobody is lost',
  ],
  [
    'Node switched off by the store',
    'yes',
    'With reason and end; work comes back only where it is better.',
    'is open again at the end that was given, and tells who switched it off and why',
  ],
  [
    'Reject with reason and re-route',
    'yes',
    'The rest is re-routed in the same commit; the promise stands where any node can keep it.',
    'scenario:short-pick',
  ],
  [
    'Time-triggered re-route',
    'yes',
    'Offers, begin limits, missed collections.',
    'loses work that it took and did not begin in the agreed time',
  ],
  [
    'Competitive claim',
    'yes',
    'Offered to several, first claim wins, with a lease.',
    'at most one node works a line epoch and the books balance, whoever claims when in two hubs',
    'scenario:ship-from-store',
  ],
  [
    'Short pick, partial and collateral rejection',
    'yes',
    'Only what is missing moves; the rest goes along when one parcel costs less.',
    'found one of three: only the two missing move, and the promise stands',
    'takes the rest along when one parcel from elsewhere costs less than two',
  ],
  [
    'Cool-down after a reject',
    'yes',
    'Per reason; longer the second time, for ever the third.',
    'is left alone twice as long the second time, and for ever the third time',
  ],
  ['Health score and heartbeat', 'not yet', 'Nodes are struck by people or an outside check.'],
  [
    'Backlog of a stricken node re-assigned',
    'yes',
    'With fencing; a late act changes nothing.',
    'scenario:node-outage',
  ],
  ['Compensation points', 'not yet', ''],
  ['Incentive-compatible capacity report', 'not yet', ''],
  ['Tamper-evident responsibility ledger', 'not yet', ''],
  [
    'Picking and packing app',
    'partly',
    'Wave lists and acts by API; no screen.',
    'scenario:ship-from-store',
  ],
  [
    'Drop-ship vendors',
    'yes',
    'Time to answer in their own hours, reminder, escalation, stock by feed.',
    'scenario:drop-ship',
  ],
  [
    'Several legal entities',
    'yes',
    'Who sells and who ships, as rules and in the plan.',
    'scenario:cross-border',
  ],
  [
    'Stock: lots, recalls, transfers, adjustments, reconciliation',
    'yes',
    'First expired first out; a snapshot is explained cause by cause and mended by people.',
    'scenario:stock-control',
    'scenario:reconciliation',
  ],
  [
    'Peak: dated strategy, lanes, back-pressure',
    'yes',
    'Urgent work overtakes a bounded number, nobody starves.',
    'scenario:peak',
  ],
];
