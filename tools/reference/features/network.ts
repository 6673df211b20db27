import type { FeatureRow } from './row.ts';

/** Execution network. */
export const networkRows: readonly FeatureRow[] = [
  [
    'Daily order cap per node',
    'yes',
    'Besides the slots.',
    'sends the rest to the next day, though slots have room',
  ],
  [
    'Daily limit of a carrier per node',
    'yes',
    'Counted by the store; a full service starts on a later day or is out.',
    'two hubs that book the same carrier at once never book more parcels than it takes',
    'sends the next parcel a day later, and the decision is the same when it is asked again',
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
    'at most one node works a unit and the books balance, whoever claims when in two hubs',
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
