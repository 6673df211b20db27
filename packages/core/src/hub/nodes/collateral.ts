import { walkOpenLines } from '../../path.ts';
import type { Assigned, OpenLines } from '../../path.ts';
import { keepOrMove, withoutUnits } from '../../release/index.ts';
import type { ActOutcome, Fulfilment, KeptOrMoved } from '../../release/index.ts';
import { orderFactsOf } from '../../route/index.ts';
import { ownedBoard } from '../board/owned-board.ts';
import { liveOf } from '../capture/rest-left.ts';
import { excludedNow, freeUnits } from '../orders/change-order.ts';
import type { OrderChange } from '../orders/change-order.ts';
import type { HubParts } from '../run/parts.ts';

/** A move must save at least this share of what staying costs, percent. */
const gainMinPercent = 2;

/** States in which nobody has touched the goods yet. */
const untouched: ReadonlySet<Fulfilment['state']> = new Set(['scheduled', 'offered', 'accepted']);

/**
 * A node gave some of its work back. What it kept stays there or goes along with the rest, whichever costs less: a
 * parcel from one other node is often cheaper than one parcel from each. Work that was begun stays.
 */
export function moveCollateral(
  parts: HubParts,
  change: OrderChange,
  asked: { readonly work: Fulfilment; readonly given: ActOutcome },
): void {
  const { work, given } = asked;
  const rest = unitsOf(given.fulfilment.lines);
  if (rest.length === 0 || !untouched.has(work.state)) return;
  const judged = judge(parts, change, { ...asked, rest });
  if (judged.choice === 'keep') return;
  const outcome = withoutUnits(given.fulfilment, rest, 'cancelled');
  if (!outcome.ok) return;
  freeUnits(
    change,
    { after: outcome.value.fulfilment, freed: outcome.value.freed },
    {
      type: 'node.collateral_moved',
      because: `moving all costs ${String(judged.moveMinor)}, staying ${String(judged.keepMinor ?? 'is impossible')}`,
      reroute: true,
    },
  );
}

type Units = OpenLines['open'];

const unitsOf = (lines: Fulfilment['lines']): Units =>
  lines
    .filter(({ quantityUnits }) => quantityUnits > 0)
    .map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));

function judge(
  parts: HubParts,
  change: OrderChange,
  asked: { readonly work: Fulfilment; readonly given: ActOutcome; readonly rest: Units },
): KeptOrMoved {
  const { work, rest, given } = asked;
  const base = {
    order: change.record.order,
    at: change.unit.at,
    promisedWindow: change.record.promise?.window ?? change.record.order.promisedWindow,
    excluded: excludedNow(change),
    epoch: change.record.epoch + 1,
  };
  const freed = unitsOf(given.freed);
  const alone = walkOpenLines(parts.pathBoard, { ...base, open: freed });
  const together = walkOpenLines(parts.pathBoard, { ...base, open: summed(freed, rest) });
  const held = liveOf(change, work);
  const staying = walkOpenLines(ownedBoard(parts.pathBoard, held, [work]), {
    ...base,
    open: rest,
    excluded: [],
    onlyNodeIds: [work.nodeId],
  });
  const aloneMinor = totalMinor(alone);
  const { question } = alone;
  const { strategy } = parts.pathBoard.routeContext(question);
  const extraMinor = strategy.forOrder(orderFactsOf(question)).weights.perExtraParcelMinor;
  const stayMinor = totalMinor(staying) ?? work.costMinor;
  const keepMinor = aloneMinor === undefined ? undefined : aloneMinor + stayMinor + extraMinor;
  return keepOrMove({
    keepMinor,
    moveMinor: totalMinor(together),
    gainMinMinor: Math.ceil(((keepMinor ?? 0) * gainMinPercent) / 100),
  });
}

const totalMinor = ({ answer }: Assigned): number | undefined =>
  answer.ok ? answer.value.plan.totalMinor : undefined;

function summed(some: Units, more: Units): Units {
  const units = new Map<number, number>();
  for (const line of [...some, ...more])
    units.set(line.lineNo, (units.get(line.lineNo) ?? 0) + line.units);
  return [...units].map(([lineNo, sum]) => ({ lineNo, units: sum }));
}
