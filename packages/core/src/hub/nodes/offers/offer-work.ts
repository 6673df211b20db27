import { walkOpenLines } from '../../../path.ts';
import { offersOf, rivalsOf } from '../../../release/index.ts';
import type { Fulfilment } from '../../../release/index.ts';
import { orderFactsOf } from '../../../route/index.ts';
import { excludedNow, tellState } from '../../orders/change-order.ts';
import type { OrderChange } from '../../orders/change-order.ts';
import type { HubParts } from '../../run/parts.ts';
import { caseOf } from './offer-cases.ts';
import { profileOf } from '../terms.ts';
import { planReminder } from '../vendor/escalate.ts';

/**
 * Work is due: it is offered to its node, or to several nodes at once where the strategy says so.
 *
 * The goods stay held at the planned node alone until somebody claims; a claim moves the holding and the work in one
 * commit. So an offer to k nodes blocks no stock at k − 1 of them, and the books are those of one assignment always.
 */
export function offerWork(parts: HubParts, change: OrderChange, offered: Fulfilment): void {
  planReminder(parts, change, offered);
  const competition = competitionFor(parts, change, offered);
  if (!competition) {
    tellState(change, offered, 'node.offered');
    return;
  }
  const work: Fulfilment = { ...offered, competition };
  tellState(change, work, 'node.offered');
  for (const offer of offersOf(work)) change.unit.casesAdded.push(caseOf(offer, 1));
}

function competitionFor(
  parts: HubParts,
  change: OrderChange,
  offered: Fulfilment,
): Fulfilment['competition'] {
  const { at } = change.unit;
  const open = offered.lines
    .filter(({ quantityUnits }) => quantityUnits > 0)
    .map(({ lineNo, quantityUnits }) => ({ lineNo, units: quantityUnits }));
  if (!parts.board.strategyAt(at)?.competes || open.length === 0) return undefined;
  const { question, answer } = walkOpenLines(parts.pathBoard, {
    order: change.record.order,
    at,
    open,
    promisedWindow: offered.promisedWindow,
    excluded: excludedNow(change),
    epoch: change.record.epoch + 1,
  });
  const { strategy, network } = parts.pathBoard.routeContext(question);
  const terms = strategy.forOrder(orderFactsOf(question)).competition;
  if (!answer.ok || !terms) return undefined;
  const { wholeOrderMinor } = answer.value.trace;
  const others = network.nodes.flatMap(({ nodeId, tags }, nodeIx) => {
    const costMinor = wholeOrderMinor[nodeIx] ?? -1;
    return costMinor < 0 ? [] : [{ nodeId, tags, costMinor }];
  });
  const { nodeId, costMinor } = offered;
  const planned = { nodeId, costMinor, tags: profileOf(parts, nodeId)?.tags ?? [] };
  const rivals = rivalsOf(planned, others, terms);
  if (rivals.length === 0) return undefined;
  return {
    nodes: [planned, ...rivals].map((one) => ({ nodeId: one.nodeId, costMinor: one.costMinor })),
    round: offered.version,
    offeredAt: at,
    endsAt: offered.dueAt ?? at,
    leaseMinutes: terms.leaseMinutes,
  };
}
