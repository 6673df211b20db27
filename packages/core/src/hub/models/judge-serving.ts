import { dayMs, hourMs, minuteMs } from '../../words/index.ts';
import {
  carriedCase,
  handledCase,
  judgeModel,
  timesPrediction,
  timesRows,
} from '../../learn/index.ts';
import type { TimedCase, WatchVerdict } from '../../learn/index.ts';
import type { ModelDocument } from '../../models/index.ts';
import type { HubParts } from '../run/parts.ts';
import { carriedParcels } from './carried-parcels.ts';
import type { JudgedModel, ModelUse } from './desk.ts';
import { handledParcels } from './handled-parcels.ts';

/** Lately: long enough to hold some hundred parcels, short enough to see a change. */
const recentMs = 28 * dayMs;

/** What came of what each use was asked, and the unit in which its models answer. */
const uses: readonly {
  readonly use: ModelUse;
  readonly unitMs: number;
  readonly cases: (parts: HubParts) => Promise<readonly TimedCase[]>;
}[] = [
  {
    use: 'handling',
    unitMs: minuteMs,
    cases: async (parts) => (await handledParcels(parts)).map(handledCase),
  },
  {
    use: 'transit',
    unitMs: hourMs,
    cases: async (parts) => (await carriedParcels(parts)).map(carriedCase),
  },
];

/** Judges what serves, and stops what is not to be trusted any more. */
export async function judgeServing(
  parts: HubParts,
  stop: (use: ModelUse, because: string) => Promise<unknown>,
): Promise<readonly JudgedModel[]> {
  const judged: JudgedModel[] = [];
  for (const { use, unitMs, cases } of uses) {
    const reference = parts.board.network.document.promiseModels?.[use];
    const model = parts.board.known.model(reference);
    if (!reference || !model) continue;
    const verdict = verdictOn(model, await cases(parts), { at: parts.env.now(), unitMs });
    if (!verdict.serves) await stop(use, reasonText(verdict));
    judged.push({ use, ...reference, verdict });
  }
  return judged;
}

/** What was asked lately, and the outcomes of those old enough that nearly all of their like have ended. */
function verdictOn(
  model: ModelDocument,
  cases: readonly TimedCase[],
  { at, unitMs }: { readonly at: number; readonly unitMs: number },
): WatchVerdict {
  const predict = timesPrediction(model);
  const rowOf = timesRows(model);
  const recent = cases.filter(({ startAt }) => startAt > at - recentMs);
  const rows = new Float32Array(recent.length * model.features.length);
  recent.forEach(({ known }, ix) => {
    rows.set(rowOf(known), ix * model.features.length);
  });
  const outcomes = cases.flatMap(({ known, endAt, countedMs }) => {
    const predicted = predict(known);
    const ripeMs = (predicted[predicted.length - 1] ?? 0) * 1.5 * unitMs;
    const isRipe = countedMs(at) >= ripeMs && countedMs(at - recentMs) < ripeMs;
    if (endAt === undefined || endAt > at || !isRipe) return [];
    return [{ predicted, actual: countedMs(endAt) / unitMs }];
  });
  return judgeModel(model, { at, rows, outcomes });
}

const reasonText = ({ reasons }: WatchVerdict): string =>
  reasons
    .map((one) => {
      if (one.reason === 'stale')
        return `stale: trained ${String(Math.floor(one.ageMs / dayMs))} days ago`;
      if (one.reason === 'inputs-drifted') return `inputs drifted: ${one.features.join(', ')}`;
      return `coverage off: ${(one.share * 100).toFixed(1)} % within the level of ${String(one.level * 100)} %`;
    })
    .join('; ');
