import {
  calibrationFactors,
  trainingTable,
  trainTrees,
  usualTreeSettings,
} from '@ordermesh/core/learn';
import type { TreeSettings, WatchedCase } from '@ordermesh/core/learn';
import { compileModel, rowWriter } from '@ordermesh/core/models';
import type { ModelDocument } from '@ordermesh/core/models';
import { dayMs, ensure } from '@ordermesh/core/words';

import { promiseFeatures } from './knowledge.ts';
import type { PlacedOrder } from './knowledge.ts';

/** How the promise learns while time goes on. */
export interface WalkSettings {
  readonly levels: readonly number[];
  /** A new model this often; calibration is renewed every day. */
  readonly refitDays: number;
  /** Only orders at least this old are learned from: by then nearly all of their parcels have reported. */
  readonly cohortDays: number;
  /** What went on within so many days calibrates. */
  readonly recentDays: number;
  readonly trees?: Partial<TreeSettings>;
}

/** Chosen on the orders before the test period (2017-08 to 2018-02); 10 to 14 recent days and 80 to 150 trees do alike. */
export const walkSettings: WalkSettings = {
  levels: [0.1, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98],
  refitDays: 28,
  cohortDays: 30,
  recentDays: 10,
};

/** What was said of one order on the day on which it was placed. */
export interface Forecast extends PlacedOrder {
  /** Days per level, as trained and with the calibration of the day. */
  readonly plain: Float64Array;
  readonly calibrated: Float64Array;
}

/**
 * Lives through a span as a hub would: every model and every calibration uses only what had happened by then.
 *
 * @returns forecasts of the delivered orders that were placed in the span, in the order of time
 */
export function walkForward(
  all: readonly PlacedOrder[],
  span: { readonly fromAt: number; readonly untilAt: number },
  settings: WalkSettings & { readonly seed: number; readonly onProgress?: (share: number) => void },
): readonly Forecast[] {
  const forecasts: Forecast[] = [];
  for (let at = span.fromAt; at < span.untilAt; at += settings.refitDays * dayMs) {
    const untilAt = Math.min(span.untilAt, at + settings.refitDays * dayMs);
    const model = trainedAt(all, at, settings);
    forecasts.push(...forecastDays(model, all, { ...settings, fromAt: at, untilAt }));
    settings.onProgress?.((untilAt - span.fromAt) / (span.untilAt - span.fromAt));
  }
  return forecasts;
}

/** The model that could be trained at a moment. */
export function trainedAt(
  all: readonly PlacedOrder[],
  at: number,
  settings: Omit<WalkSettings, 'refitDays' | 'recentDays'> & { readonly seed: number },
): ModelDocument {
  const lastAt = at - settings.cohortDays * dayMs;
  const cases = all.flatMap(({ order, known }) =>
    order.placedAt < lastAt && order.deliveredAt !== undefined && order.deliveredAt < at
      ? [{ known, target: daysOf(order) }]
      : [],
  );
  ensure(cases.length > 0, 'there are deliveries to learn from');
  const table = trainingTable(cases, promiseFeatures);
  const body = trainTrees(table, {
    ...usualTreeSettings,
    trees: 100,
    loss: { kind: 'quantile', levels: settings.levels },
    scale: 'log',
    seed: settings.seed,
    ...settings.trees,
  });
  return {
    format: 'ordermesh-model/1',
    modelId: 'promise-days',
    version: 1,
    predicts: 'delivery-days',
    features: table.features,
    levels: settings.levels,
    scale: 'log',
    body,
    factors: [],
    card: noCard,
  };
}

/** From the order to the door, days. */
export const daysOf = ({ placedAt, deliveredAt }: PlacedOrder['order']): number =>
  Math.max(0.1, ((deliveredAt ?? Number.NaN) - placedAt) / dayMs);

const noCard = {
  trainedAt: 0,
  fromAt: 0,
  untilAt: 0,
  rows: 0,
  censoredRows: 0,
  seed: 0,
  settings: {},
  metrics: [],
  calibration: [],
  inputs: [],
  fallback: 'none',
  digest: '0'.repeat(64),
};

/** Older open orders than this are given up, days. */
const ageMaxDays = 90;

function forecastDays(
  model: ModelDocument,
  all: readonly PlacedOrder[],
  span: WalkSettings & { readonly fromAt: number; readonly untilAt: number },
): readonly Forecast[] {
  const compiled = compileModel({ ...model, factors: [] });
  const write = rowWriter(model.features);
  const rowOf = ({ known }: PlacedOrder): Float32Array => {
    const row = new Float32Array(model.features.length);
    write(known, row);
    return row;
  };
  const inScope = all.filter(
    ({ order }) =>
      !order.isVoid &&
      order.placedAt < span.untilAt &&
      order.placedAt >= span.fromAt - ageMaxDays * dayMs,
  );
  const rows = inScope.map(rowOf);
  const cases = inScope.map(({ order }, at): WatchedCase => ({
    row: rows[at] as Float32Array,
    startAt: order.placedAt,
    endAt: order.deliveredAt,
  }));
  const forecasts: Forecast[] = [];
  for (let dayAt = span.fromAt; dayAt < span.untilAt; dayAt += dayMs) {
    const factors = calibrationFactors(model, cases, {
      at: dayAt,
      recentMs: span.recentDays * dayMs,
      ageMaxMs: ageMaxDays * dayMs,
      unitMs: dayMs,
    });
    const withFactors = compileModel({ ...model, factors });
    const untilAt = Math.min(dayAt + dayMs, span.untilAt);
    inScope.forEach((placed, at) => {
      const { placedAt, deliveredAt } = placed.order;
      if (placedAt < dayAt || placedAt >= untilAt || deliveredAt === undefined) return;
      const [plain, calibrated] = [compiled, withFactors].map((one) => {
        const into = new Float64Array(one.outputs);
        one.predict(rows[at] as Float32Array, into);
        return into;
      });
      if (plain && calibrated) forecasts.push({ ...placed, plain, calibrated });
    });
  }
  return forecasts;
}
