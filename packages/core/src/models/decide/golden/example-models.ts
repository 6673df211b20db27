import type { ModelCard, ModelDocument } from '../document.ts';

const card: ModelCard = {
  trainedAt: 1_780_000_000_000,
  fromAt: 1_770_000_000_000,
  untilAt: 1_779_000_000_000,
  rows: 1200,
  censoredRows: 40,
  seed: 1,
  settings: { trees: 2, depthMax: 1 },
  metrics: [{ name: 'pinball at 0.9', value: 1.5 }],
  calibration: [{ level: 0.9, coveredShare: 0.91, rows: 300 }],
  inputs: [{ name: 'distanceKm', upTo: [100, 500], shares: [0.25, 0.5, 0.25, 0] }],
  fallback: 'the transit curves of the network',
  digest: 'a'.repeat(64),
};

const about = {
  format: 'ordermesh-model/1',
  version: 1,
  predicts: 'transit-hours',
  features: [
    { name: 'distanceKm', kind: 'number' },
    { name: 'service', kind: 'category', categories: ['parcel', 'express'] },
  ],
  scale: 'plain',
  factors: [],
  card,
} as const;

/** Two stumps with two quantiles, small enough to follow by hand. */
export const exampleTrees: ModelDocument = {
  ...about,
  modelId: 'transit-trees',
  levels: [0.5, 0.9],
  body: {
    kind: 'trees',
    base: [10, 20],
    roots: [0, 3],
    feature: [0, -1, -1, 1, -1, -1],
    threshold: [500, 0, 0, 0.5, 0, 0],
    no: [2, 0, 1, 5, 2, 3],
    missing: [1, 0, 0, 0, 0, 0],
    leaves: [1, 3, 4, 9, 0.5, 0.5, -1, -1],
  },
};

/** A mean by a weighted sum. */
export const exampleLinear: ModelDocument = {
  ...about,
  modelId: 'transit-linear',
  levels: [],
  body: { kind: 'linear', base: [5], weights: [0.01, 0, 2], fill: [100, 0] },
};
