import { dayMs, hourMs } from '../../words/index.ts';
import { judgeModel, lanePrediction, laneRows } from '../../learn/index.ts';
import type { CarriedParcel, WatchVerdict } from '../../learn/index.ts';
import type { ModelDocument } from '../../models/index.ts';
import type { HubParts } from '../run/parts.ts';
import { carriedParcels } from './carried-parcels.ts';
import type { JudgedModel, ModelUse } from './desk.ts';

/** Lately: long enough to hold some hundred parcels, short enough to see a change. */
const recentDays = 28;

/** Judges what serves, and stops what is not to be trusted any more. */
export async function judgeServing(
  parts: HubParts,
  stop: (use: ModelUse, because: string) => Promise<unknown>,
): Promise<readonly JudgedModel[]> {
  const reference = parts.board.network.document.promiseModels?.transit;
  const model = parts.board.known.model(reference);
  if (!reference || !model) return [];
  const verdict = verdictOn(model, await carriedParcels(parts), parts.env.now());
  if (!verdict.serves) await stop('transit', reasonText(verdict));
  return [{ use: 'transit', ...reference, verdict }];
}

/** What was asked lately, and the outcomes of those old enough that nearly all of their like have come. */
function verdictOn(
  model: ModelDocument,
  parcels: readonly CarriedParcel[],
  at: number,
): WatchVerdict {
  const predict = lanePrediction(model);
  const rowOf = laneRows(model);
  const recent = parcels.filter(({ collectedAt }) => collectedAt > at - recentDays * dayMs);
  const rows = new Float32Array(recent.length * model.features.length);
  recent.forEach(({ lane }, ix) => {
    rows.set(rowOf(lane), ix * model.features.length);
  });
  const outcomes = parcels.flatMap(({ lane, collectedAt, deliveredAt }) => {
    const predicted = predict(lane);
    const ripeAt = collectedAt + (predicted[predicted.length - 1] ?? 0) * 1.5 * hourMs;
    if (deliveredAt === undefined || ripeAt > at || ripeAt <= at - recentDays * dayMs) return [];
    return [{ predicted, actual: (deliveredAt - collectedAt) / hourMs }];
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
