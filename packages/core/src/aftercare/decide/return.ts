import { accept, dayMs, instantText, refuse } from '../../words/index.ts';
import type { FulfilmentId, InputFault, ItemId, NodeId, Outcome } from '../../words/index.ts';
import { coveredUnits, unitsBack } from './covered-units.ts';
import type { PartSet } from './covered-units.ts';
import type { Custody, Restocked } from './custody.ts';
import type { AftercarePolicy, Condition } from './policy.ts';
import type { Refund } from './refund.ts';
import type { ReturnRoute } from './return-node.ts';

/** Why goods come back: the customer wants it, nobody could be reached, refused at the door, or they simply came. */
export type ReturnCause = 'customer' | 'undeliverable' | 'refused' | 'unannounced';

/** Units of one line that come back. */
export interface ReturnLine {
  readonly lineNo: number;
  readonly itemId: ItemId;
  readonly units: number;
  /** In the words of whoever asked, e.g. `too small`. */
  readonly reason: string;
  readonly condition: Condition;
  /** The parts in which a unit of the line may come back, for each way in which it was sent; absent for plain goods. */
  readonly sets?: readonly PartSet[];
}

/** A return: what was agreed, and what facts have booked since. Plain JSON. */
export interface ReturnFile {
  readonly cause: ReturnCause;
  readonly method: 'bring' | 'send';
  readonly lines: readonly ReturnLine[];
  readonly authorisedAt: number;
  /** Goods handed in later are not refunded by themselves. */
  readonly validUntilAt: number;
  /** When the goods are expected at the planned node; undefined when nobody planned it. */
  readonly expectedAt: number | undefined;
  readonly plannedNodeId: NodeId | undefined;
  /** How the node was chosen; undefined for goods that came unasked. */
  readonly route: ReturnRoute | undefined;
  /** The work whose goods never reached the customer; undefined when they did. */
  readonly fulfilmentId: FulfilmentId | undefined;
  /** The exchange that it belongs to. */
  readonly exchangeId: string | undefined;
  readonly refundAt: AftercarePolicy['refundAt'];
  readonly refundBasisPoints: AftercarePolicy['refundBasisPoints'];
  readonly refundShipping: AftercarePolicy['refundShipping'];
  /** Hashes of the facts about its goods. */
  readonly factHashes: readonly string[];
  /** Where the goods are by those facts. */
  readonly custody: Custody;
  /** What was put on shelves for it so far. */
  readonly restocked: readonly Restocked[];
  /** People decided that no (more) money is given back, and why. */
  readonly refundDenied: string | undefined;
  /** When they did; absent until then. */
  readonly refundDeniedAt?: number;
  /** When it was cancelled or ran out; absent until then. */
  readonly endedAt?: number;
  /** People decided to send the goods again instead. */
  readonly isReshipped: boolean;
}

/** Where the goods are: the machine of custody. */
export type CustodyStage = 'awaited' | 'on_the_way' | 'received' | 'settled';
/** How far the inspection is. */
export type InspectionStage = 'waiting' | 'partly' | 'done';
/** How far the money is. */
export type RefundStage = 'requested' | 'approved' | 'partly_issued' | 'issued' | 'denied';

/** What a line of the order, or a part of one that was sent as parts, allows to be returned. */
export interface ReturnableLine {
  readonly lineNo: number;
  readonly itemId: ItemId;
  /** The line whose part it is, and how many of it make one unit of that line; absent for lines. */
  readonly part?: { readonly ofLineNo: number; readonly unitsPer: number };
  /** The parts of a unit of it, for each way in which it was sent; absent for parts and plain goods. */
  readonly sets?: readonly PartSet[];
  /** Units that facts show as delivered. */
  readonly deliveredUnits: number;
  /** Units that have left a node and not arrived. */
  readonly leftUnits: number;
  /** When the last of them was delivered. */
  readonly deliveredAt: number | undefined;
  /** Units in other returns and claims, or refunded. */
  readonly takenUnits: number;
}

/** What was asked for, per line. */
export type AskedLine = Omit<ReturnLine, 'itemId' | 'sets'>;

/**
 * Checks what a customer asks to return: delivered units only, none twice, within the days that the policy gives.
 *
 * @returns the lines of the return, or a fault per line with what is possible
 */
export function authoriseLines(
  asked: readonly AskedLine[],
  known: readonly ReturnableLine[],
  when: { readonly at: number; readonly returnDays: number },
): Outcome<readonly ReturnLine[], readonly InputFault[]> {
  const faults: InputFault[] = [];
  const lines: ReturnLine[] = [];
  const wanted = new Map<number, number>();
  asked.forEach((one, ix) => {
    const line = known.find(({ lineNo }) => lineNo === one.lineNo);
    const before = wantedBefore(wanted, known, one.lineNo);
    const fault = lineFault(one, line, { ...when, before });
    if (fault) faults.push({ field: `/lines/${String(ix)}/${fault.at}`, ...fault.said });
    if (!line || fault) return;
    wanted.set(one.lineNo, before + one.units);
    lines.push({ ...one, itemId: line.itemId, ...(line.sets && { sets: line.sets }) });
  });
  if (asked.length === 0)
    faults.push({ field: '/lines', reason: 'too-few', remedy: 'Name at least one line.' });
  return faults.length > 0 ? refuse(faults) : accept(lines);
}

/** Units that the same ask takes already, whole or in parts: of the line, or of the part. */
function wantedBefore(
  wanted: ReadonlyMap<number, number>,
  known: readonly ReturnableLine[],
  no: number,
): number {
  const own = wanted.get(no) ?? 0;
  const part = known.find(({ lineNo }) => lineNo === no)?.part;
  if (part) return own + (wanted.get(part.ofLineNo) ?? 0) * part.unitsPer;
  const begun = known.map(({ lineNo, part: of }) =>
    of?.ofLineNo === no ? Math.ceil((wanted.get(lineNo) ?? 0) / of.unitsPer) : 0,
  );
  return own + Math.max(0, ...begun);
}

interface LineFault {
  readonly at: 'line_no' | 'units';
  readonly said: Omit<InputFault, 'field'>;
}

function lineFault(
  asked: AskedLine,
  line: ReturnableLine | undefined,
  when: { readonly at: number; readonly returnDays: number; readonly before: number },
): LineFault | undefined {
  const no = String(asked.lineNo);
  if (!line)
    return {
      at: 'line_no',
      said: { reason: 'unknown-line', remedy: `The order has no line ${no}.` },
    };
  if (!Number.isInteger(asked.units) || asked.units < 1)
    return {
      at: 'units',
      said: { reason: 'too-small', remedy: 'Send a whole number of at least 1.' },
    };
  const leftUnits = line.deliveredUnits - line.takenUnits - when.before;
  if (asked.units > leftUnits)
    return {
      at: 'units',
      said: {
        reason: 'not-returnable',
        remedy: `Line ${no}: ${String(asked.units)} units asked; ${String(line.deliveredUnits)} were delivered, ${String(line.takenUnits + when.before)} of them are in a return or claim or were refunded, ${String(Math.max(0, leftUnits))} can be returned.`,
      },
    };
  const lastAt = (line.deliveredAt ?? when.at) + when.returnDays * dayMs;
  if (when.at <= lastAt) return undefined;
  return {
    at: 'line_no',
    said: {
      reason: 'too-late',
      remedy: `Line ${no}: returns are taken ${String(when.returnDays)} days after delivery, that was until ${instantText(lastAt)}.`,
    },
  };
}

/** Units agreed, handed in and received: of goods that were sent as parts, whole sets of them count. */
export function unitsOfReturn({ lines, custody }: Pick<ReturnFile, 'lines' | 'custody'>): {
  readonly agreed: number;
  readonly handedIn: number;
  readonly received: number;
} {
  const counted = (goods: readonly (readonly [ItemId, number])[]): number => {
    const { perLine, beside } = coveredUnits(lines, unitsBack(goods));
    return sum(perLine) + beside;
  };
  return {
    agreed: sum(lines.map(({ units }) => units)),
    handedIn: counted(custody.handedIn.map(({ itemId, units }) => [itemId, units])),
    received: counted(custody.back.map(({ itemId, receivedUnits }) => [itemId, receivedUnits])),
  };
}

/** The stage of custody, by facts. */
export function custodyStage({ lines, custody }: ReturnFile): CustodyStage {
  const { agreed, received } = unitsOfReturn({ lines, custody });
  const uninspected = sum(custody.back.map(({ uninspectedUnits }) => uninspectedUnits));
  if (received >= agreed && uninspected === 0) return 'settled';
  if (custody.back.some(({ receivedUnits }) => receivedUnits > 0)) return 'received';
  return custody.handedIn.length > 0 ? 'on_the_way' : 'awaited';
}

/** The stage of the inspection, by facts. */
export function inspectionStage(file: ReturnFile): InspectionStage {
  const judged = sum(
    file.custody.back.map(
      ({ receivedUnits, uninspectedUnits }) => receivedUnits - uninspectedUnits,
    ),
  );
  if (judged === 0) return 'waiting';
  return custodyStage(file) === 'settled' ? 'done' : 'partly';
}

/** The stage of the money. */
export function refundStage(file: ReturnFile, refunds: readonly Refund[]): RefundStage {
  const own = refunds.filter(({ state }) => state !== 'withdrawn');
  const issued = own.filter(({ state }) => state === 'issued').length;
  if (own.length > 0 && issued === own.length) return 'issued';
  if (issued > 0) return 'partly_issued';
  if (own.length > 0) return 'approved';
  return file.refundDenied === undefined && !file.isReshipped ? 'requested' : 'denied';
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
