import { accept, refuse } from '../../words/index.ts';
import type { ItemId, NodeId, Outcome } from '../../words/index.ts';

/** Where a transfer stands. Only `shipped` and `received` are physical; both are told by who did it. */
export type TransferState = 'requested' | 'approved' | 'shipped' | 'received' | 'cancelled';

/** Goods that move from one node to another; the document of its case. */
export interface Transfer {
  readonly transferId: string;
  readonly fromNodeId: NodeId;
  readonly toNodeId: NodeId;
  readonly state: TransferState;
  /** When it should arrive, epoch ms; in-transit units count as supply at the destination from then on. */
  readonly expectedAt: number;
  readonly reason: string;
  readonly lines: readonly TransferLine[];
  /** Who did what when, oldest first. */
  readonly history: readonly {
    readonly state: TransferState;
    readonly by: string;
    readonly at: number;
  }[];
}

/** One item and lot of a transfer, in units of the item. */
export interface TransferLine {
  readonly itemId: ItemId;
  readonly lot: string;
  /** Wanted; held at the source once approved. */
  readonly units: number;
  readonly shippedUnits: number;
  readonly receivedUnits: number;
  /** Shipped and never arrived, or arrived in no state to be sold; explained by `lossReason`. */
  readonly lostUnits: number;
  readonly lossReason: string | undefined;
}

/** Units of a line of a transfer, as somebody tells them. */
export interface TransferUnits {
  readonly itemId: ItemId;
  /** Empty when the item has no lots. */
  readonly lot: string;
  readonly units: number;
}

/** What arrived, and what did not and why. */
export interface ReceivedUnits extends TransferUnits {
  /** Never arrived, or not fit to be sold. */
  readonly lostUnits?: number;
  readonly lossReason?: string;
}

/** Why an act changes nothing. */
export type TransferRefusal =
  | {
      readonly reason: 'wrong-state';
      readonly state: TransferState;
      readonly allowed: readonly TransferState[];
    }
  | { readonly reason: 'unknown-line'; readonly itemId: ItemId; readonly lot: string }
  | {
      readonly reason: 'more-than-approved';
      readonly itemId: ItemId;
      readonly units: number;
      readonly approvedUnits: number;
    };

/** Who acts, and when it happened. */
export interface TransferAct {
  readonly by: string;
  readonly at: number;
}

const acted = (transfer: Transfer, state: TransferState, { by, at }: TransferAct): Transfer => ({
  ...transfer,
  state,
  history: [...transfer.history, { state, by, at }],
});

const wrongState = (
  { state }: Transfer,
  allowed: readonly TransferState[],
): TransferRefusal | undefined =>
  allowed.includes(state) ? undefined : { reason: 'wrong-state', state, allowed };

/** The source's goods may be held for it. */
export function approveTransfer(
  transfer: Transfer,
  act: TransferAct,
): Outcome<Transfer, TransferRefusal> {
  const refused = wrongState(transfer, ['requested']);
  return refused ? refuse(refused) : accept(acted(transfer, 'approved', act));
}

/** It will not happen; goods that have left can only be received. */
export function cancelTransfer(
  transfer: Transfer,
  act: TransferAct,
): Outcome<Transfer, TransferRefusal> {
  const refused = wrongState(transfer, ['requested', 'approved']);
  return refused ? refuse(refused) : accept(acted(transfer, 'cancelled', act));
}

/**
 * Goods have left the source.
 *
 * @param shipped per line at most what was approved; lines that are not named shipped nothing. Undefined = all of it
 */
export function shipTransfer(
  transfer: Transfer,
  shipped: readonly TransferUnits[] | undefined,
  act: TransferAct,
): Outcome<Transfer, TransferRefusal> {
  const refused = wrongState(transfer, ['approved']) ?? shippedRefusal(transfer, shipped ?? []);
  if (refused) return refuse(refused);
  const lines = transfer.lines.map((line) => ({
    ...line,
    shippedUnits: shipped ? toldOf(shipped, line) : line.units,
  }));
  return accept(acted({ ...transfer, lines }, 'shipped', act));
}

function shippedRefusal(
  transfer: Transfer,
  shipped: readonly TransferUnits[],
): TransferRefusal | undefined {
  for (const { itemId, lot, units } of shipped) {
    const line = lineOf(transfer, { itemId, lot });
    if (!line) return { reason: 'unknown-line', itemId, lot };
    if (units > line.units)
      return { reason: 'more-than-approved', itemId, units, approvedUnits: line.units };
  }
  return undefined;
}

/**
 * Goods have arrived: more than was shipped is taken too, it is there. When nothing more will come, what is missing is
 * lost, for the reason given or because it never arrived.
 *
 * @param received undefined = exactly what is still on its way
 */
export function receiveTransfer(
  transfer: Transfer,
  received: { readonly lines: readonly ReceivedUnits[] | undefined; readonly isLast: boolean },
  act: TransferAct,
): Outcome<Transfer, TransferRefusal> {
  const refused = wrongState(transfer, ['shipped']);
  if (refused) return refuse(refused);
  const unknown = received.lines?.find((told) => !lineOf(transfer, told));
  if (unknown) return refuse({ reason: 'unknown-line', itemId: unknown.itemId, lot: unknown.lot });
  const lines = transfer.lines.map((line) => {
    const counted = countIn(line, received.lines);
    return received.isLast ? withRestLost(counted) : counted;
  });
  const done = received.isLast || lines.every((line) => stillComing(line) <= 0);
  const after = { ...transfer, lines };
  return accept(done ? acted(after, 'received', act) : after);
}

function countIn(line: TransferLine, received: readonly ReceivedUnits[] | undefined): TransferLine {
  if (!received) return { ...line, receivedUnits: line.receivedUnits + stillComing(line) };
  const told = received.find((one) => isLine(line, one));
  if (!told) return line;
  return {
    ...line,
    receivedUnits: line.receivedUnits + told.units,
    lostUnits: line.lostUnits + (told.lostUnits ?? 0),
    lossReason: told.lossReason ?? line.lossReason,
  };
}

function withRestLost(line: TransferLine): TransferLine {
  const missing = stillComing(line);
  if (missing === 0) return line;
  const lossReason = line.lossReason ?? 'never-arrived';
  return { ...line, lostUnits: line.lostUnits + missing, lossReason };
}

/** Units that left and neither arrived nor are known to be lost. */
export const stillComing = (line: TransferLine): number =>
  Math.max(0, line.shippedUnits - line.receivedUnits - line.lostUnits);

const isLine = (line: TransferLine, told: Pick<TransferUnits, 'itemId' | 'lot'>): boolean =>
  line.itemId === told.itemId && line.lot === told.lot;

const lineOf = (
  transfer: Transfer,
  told: Pick<TransferUnits, 'itemId' | 'lot'>,
): TransferLine | undefined => transfer.lines.find((line) => isLine(line, told));

const toldOf = (told: readonly TransferUnits[], line: TransferLine): number =>
  told.filter((one) => isLine(line, one)).reduce((sum, { units }) => sum + units, 0);
