import {
  carriedCase,
  handledCase,
  timesPrediction,
  trainHandling,
  trainTransit,
  usualHandlingFeatures,
  usualTransitFeatures,
} from '@ordermesh/core/learn';
import type { TimedCase, TrainingAsk } from '@ordermesh/core/learn';
import type { ModelDocument } from '@ordermesh/core/models';
import { handlingFeatures, transitFeatures } from '@ordermesh/core/promise';
import { ensure, hourMs, minuteMs } from '@ordermesh/core/words';

import type { Measured, QualityTable } from '../section.ts';
import { hubParcels } from './hub-parcels.ts';
import type { PlacedOrder } from './knowledge.ts';

/** When the models are trained, and with what chance. */
interface FeaturesAsk {
  readonly firstAt: number;
  readonly seed: number;
  /** Each set of features is trained with so many seeds, from `seed` on. */
  readonly seeds: number;
}

/** One of the hub's own models, and what it may look at. */
interface Use {
  readonly title: string;
  readonly unitMs: number;
  /** What it looked at before it knew orders. */
  readonly base: readonly string[];
  readonly more: readonly string[];
  readonly usual: readonly string[];
  readonly cases: readonly TimedCase[];
  readonly train: (ask: TrainingAsk) => ModelDocument;
}

/** What each feature of the hub's own models is worth, trained by the hub's own training on Olist's parcels. */
export function featureTables(
  all: readonly PlacedOrder[],
  ask: FeaturesAsk,
): readonly QualityTable[] {
  const { carried, handled } = hubParcels(all);
  const of = <T>(made: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
    ensure(made.ok, 'there are enough parcels');
    return made.value;
  };
  const transitBase = ['node', 'service', 'mode', 'zone', 'distanceKmMax', 'weekday', 'curveHours'];
  const handlingBase = ['node', 'nodeKind', 'weekday', 'curveMinutes'];
  const without = (features: object, base: readonly string[]): readonly string[] =>
    Object.keys(features).filter((name) => !base.includes(name) && name !== 'lines');
  return [
    {
      title: "The hub's model of transit, by what it looks at",
      unitMs: hourMs,
      base: transitBase,
      more: without(transitFeatures, transitBase),
      usual: usualTransitFeatures,
      cases: carried.map(carriedCase),
      train: (asked: TrainingAsk) => of(trainTransit(carried, asked)),
    },
    {
      title: "The hub's model of handling, by what it looks at",
      unitMs: minuteMs,
      base: handlingBase,
      more: without(handlingFeatures, handlingBase),
      usual: usualHandlingFeatures,
      cases: handled.map(handledCase),
      train: (asked: TrainingAsk) => of(trainHandling(handled, asked)),
    },
  ].map((use) => featureTable(use, ask));
}

function featureTable(use: Use, ask: FeaturesAsk): QualityTable {
  const { base, more, usual } = use;
  const sets: readonly (readonly [name: string, features: readonly string[]])[] = [
    ['lane or node, and weekday', base],
    ...more.map((name) => [`and ${name}`, [...base, name]] as const),
    ['all of them', [...base, ...more]],
    ['the usual ones', usual],
  ];
  const scores = sets.map(([, features]) => scoresOf(use, ask, features));
  const [first] = scores;
  return {
    title: use.title,
    caption: `Pinball loss, mean over eight levels, hours; mean of ${String(ask.seeds)} seeds. What is usual was chosen on the training window: its newest quarter, unseen. Test: the last quarter of deliveries, trained once, with its calibration.`,
    columns: ['training window', 'gain', 'test', 'gain'],
    rows: sets.map(([name], at) => ({
      name,
      cells: (['trainingHours', 'testHours'] as const).flatMap((which): Measured[] => {
        const [value, before] = [scores[at]?.[which] ?? 0, first?.[which] ?? 0];
        return [
          { value, unit: 'h' },
          { value: 100 * (1 - value / before), unit: '%' },
        ];
      }),
    })),
  };
}

interface Scores {
  readonly trainingHours: number;
  readonly testHours: number;
}

function scoresOf(use: Use, ask: FeaturesAsk, features: readonly string[]): Scores {
  const models = Array.from({ length: ask.seeds }, (_, no) =>
    use.train({ at: ask.firstAt, version: 1, seed: ask.seed + no, features }),
  );
  const hours = use.unitMs / hourMs;
  return {
    trainingHours:
      hours * meanOf(models.map(({ card }) => meanOf(card.metrics.map(({ value }) => value)))),
    testHours: hours * meanOf(models.map((model) => lossOn(model, use, ask.firstAt))),
  };
}

/** Mean pinball loss over all levels on what began since a moment and has ended, in the unit of the model. */
function lossOn(model: ModelDocument, { cases, unitMs }: Use, firstAt: number): number {
  const predict = timesPrediction(model);
  return meanOf(
    cases.flatMap(({ known, startAt, endAt, countedMs }) => {
      if (startAt < firstAt || endAt === undefined) return [];
      const [said, took] = [predict(known), countedMs(endAt) / unitMs];
      return model.levels.map((level, out) => {
        const over = took - (said[out] ?? 0);
        return Math.max(level * over, (level - 1) * over);
      });
    }),
  );
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
