import type { FeatureRow } from './row.ts';

/** What is decided where the goods are. */
export const edgeRows: readonly FeatureRow[] = [
  [
    'Decisions without a link to headquarters',
    'yes',
    'An agent in the store or vehicle with a log of its own; each fact arrives once, whatever breaks.',
    'scenario:cold-chain',
    'brings every fact exactly once and in order, whatever the link loses and whenever the device restarts',
  ],
  [
    'Temperature judged and answered',
    'yes',
    'Another vehicle, by air, back or given up, within 120 s; with the numbers of all that lost.',
    'scenario:cold-chain',
    'the chosen answer is never dearer than any that the goods survive, all counted anew',
  ],
  [
    'Mean kinetic temperature',
    'yes',
    'Over the window of the class, with a stability budget; gaps are not forgiven.',
    'agrees with sixty decimal digits for %s °C',
    'a warmer reading never makes the judgement better, nor the goods last longer',
  ],
  [
    'Goods that got too warm: consequence',
    'yes',
    'Goods given up are sent again without payment, a later arrival changes the promise; else people are asked.',
    'by which goods are given up sends them again, counts them off no second time, and owes no money when they come back',
  ],
  [
    'Scan verification while packing',
    'partly',
    'Wrong item, lot, quantity or date stops the pack, with guidance in two languages; no screen.',
    'never packs more than was ordered, nor anything that was not, in any sequence of scans',
    'scenario:cold-chain',
  ],
  [
    'Lots and expiry in sourcing',
    'partly',
    'First expired first out, blocked and recalled lots; no tags.',
    'scenario:stock-control',
  ],
];
