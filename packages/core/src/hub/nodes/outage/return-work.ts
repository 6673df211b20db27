import type { NodeId, OrderId } from '../../../words/index.ts';
import { walkOpenLines } from '../../../path.ts';
import type { Assigned, OpenLines } from '../../../path.ts';
import { keepOrMove, withoutUnits } from '../../../release/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import { liveOf } from '../../capture/rest-left.ts';
import { excludedNow, freeUnits, fulfilmentsNow } from '../../orders/change-order.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import { changeOrder, lookAgain } from '../../orders/orders.ts';
import { ownedBoard } from '../../board/owned-board.ts';
import { writeReroute } from '../../orders/write-order.ts';
import type { HubParts } from '../../run/parts.ts';
import { watchPromise } from '../../watch/watch-promise.ts';

/** Going back must save at least this share of what staying costs, percent: what is settled stays settled. */
const gainMinPercent = 5;

/**
 * A node works again. Orders that were moved away from it come back only where that is clearly better, and only work
 * that nobody has taken yet.
 *
 * @returns how many orders came back
 */
export async function returnWork(
  parts: HubParts,
  nodeId: NodeId,
  orders: readonly OrderId[],
): Promise<number> {
  let returned = 0;
  for (const id of orders) {
    const exceptions = await parts.store.exceptionList(
      { state: 'open', orderId: id },
      { limit: 200, after: undefined },
    );
    const outcome = await changeOrder(parts, id, (change) => {
      // Nobody else could do it meanwhile: it simply looks again.
      if (lookAgain(parts, change, exceptions.rows)) return undefined;
      const moved = fulfilmentsNow(change).filter((work) =>
        comesBack(parts, change, { work, nodeId }),
      );
      return moved.length > 0 ? undefined : false;
    });
    if (outcome.ok && outcome.value) returned += 1;
  }
  parts.figures.add('rerouted', returned);
  return returned;
}

interface Return {
  readonly work: Fulfilment;
  readonly nodeId: NodeId;
}

function comesBack(parts: HubParts, change: OrderChange, asked: Return): boolean {
  const { work, nodeId } = asked;
  const isUntaken = work.state === 'scheduled' || work.state === 'offered';
  if (!isUntaken || work.nodeId === nodeId || work.epoch === 1) return false;
  const open = work.lines
    .filter(({ quantityUnits }) => quantityUnits > 0)
    .map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
  const there = walkOpenLines(parts.pathBoard, { ...askOf(change, open), onlyNodeIds: [nodeId] });
  const keepMinor = stayingMinor(parts, change, { work, open });
  const judged = keepOrMove({
    keepMinor,
    moveMinor: totalMinor(there),
    gainMinMinor: Math.ceil((keepMinor * gainMinPercent) / 100),
  });
  const left = withoutUnits(work, open, 'cancelled');
  if (judged.choice === 'keep' || !left.ok) return false;
  freeUnits(
    change,
    { after: left.value.fulfilment, freed: left.value.freed },
    {
      type: 'node.work_returned',
      because: `back at ${nodeId} it costs ${String(judged.moveMinor)}, staying ${String(keepMinor)}`,
      reroute: false,
    },
  );
  change.record = writeReroute(change.unit, change.before, {
    record: change.record,
    assigned: there,
  });
  watchPromise(change, parts.pathBoard, 're-assigned');
  return true;
}

const askOf = (change: OrderChange, open: OpenLines['open']): OpenLines => ({
  order: change.record.order,
  at: change.unit.at,
  open,
  promisedWindow: change.record.promise?.window ?? change.record.order.promisedWindow,
  excluded: excludedNow(change),
  epoch: change.record.epoch + 1,
});

function stayingMinor(
  parts: HubParts,
  change: OrderChange,
  staying: { readonly work: Fulfilment; readonly open: OpenLines['open'] },
): number {
  const { work, open } = staying;
  const held = liveOf(change, work);
  const here = walkOpenLines(ownedBoard(parts.pathBoard, held, [work]), {
    ...askOf(change, open),
    onlyNodeIds: [work.nodeId],
  });
  return totalMinor(here) ?? work.costMinor;
}

const totalMinor = ({ answer }: Assigned): number | undefined =>
  answer.ok ? answer.value.plan.totalMinor : undefined;
