import { isPartNo } from '../../intake/index.ts';
import { isActive } from '../../release/index.ts';
import type { Fulfilment } from '../../release/index.ts';
import type { OrderId } from '../../words/index.ts';
import type { OrderState } from '../run/order-state.ts';
import type { HeldLine } from './pending-order.ts';

/** An order that nobody has begun, with all that it holds. */
export interface MovableOrder {
  readonly orderId: OrderId;
  readonly state: OrderState;
  readonly lines: readonly HeldLine[];
}

/** Lines of one order that are looked at; an order of more stays where it is. */
const linesMax = 10;

const isUntaken = ({ state }: Fulfilment): boolean => state === 'scheduled' || state === 'offered';

/**
 * The order, if all of its work may still change nodes: no node has accepted any of it, nothing of it was ever scanned,
 * and it waits for nobody: neither for goods, nor for an answer of its customer, nor for the end of a hold. Orders with
 * kits stay where they are.
 */
export function movableOrder(state: OrderState): MovableOrder | undefined {
  const { record, fulfilments, facts } = state;
  const works = fulfilments.filter(({ state: now }) => now !== 'cancelled' && now !== 'expired');
  const isIdle = works.every(
    (work) => isUntaken(work) || (!isActive(work.state) && work.state === 'rejected'),
  );
  if (!isIdle || facts.length > 0 || waitsForSomebody(state)) return undefined;
  const lines = works
    .filter(isUntaken)
    .flatMap((work) => work.lines.map((line) => ({ work, line })))
    .filter(({ line }) => line.quantityUnits > 0);
  const isPlain = lines.every(({ line }) => !isPartNo(line.lineNo));
  if (!isPlain || lines.length === 0 || lines.length > linesMax) return undefined;
  return { orderId: record.order.orderId, state, lines };
}

function waitsForSomebody({ record }: OrderState): boolean {
  const { state, waits, holds, choiceId, promise } = record;
  return (
    state !== 'open' ||
    waits.length > 0 ||
    holds.length > 0 ||
    choiceId !== undefined ||
    promise === undefined
  );
}
