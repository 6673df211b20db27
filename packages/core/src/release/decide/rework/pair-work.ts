import type { DecisionId, Window } from '../../../words/index.ts';
import { lookAt } from '../answer-offer.ts';
import type { Fulfilment, FulfilmentLine } from '../fulfilment.ts';
import type { PlannedWork } from '../plan-work.ts';

/** A new plan laid over the work that there is: only what must move moves. */
export interface PairedWork<Parcel extends PlannedWork> {
  /** Work that stays with its node, and the parcel of the new plan that it is from now on. */
  readonly kept: readonly { readonly work: Fulfilment; readonly parcel: Parcel }[];
  /** Work that the new plan has no parcel for at its node. */
  readonly leaving: readonly Fulfilment[];
  /** Parcels that nobody works on yet. */
  readonly fresh: readonly Parcel[];
}

/**
 * Pairs the parcels of a new plan with work that nobody has begun: same node, most units in common, then lower id. Work
 * that is on offer to several nodes at once is not paired: what its rivals were shown would be another thing.
 */
export function pairWork<Parcel extends PlannedWork>(
  works: readonly Fulfilment[],
  parcels: readonly Parcel[],
): PairedWork<Parcel> {
  const open = works.filter(({ competition }) => competition === undefined);
  const kept: { work: Fulfilment; parcel: Parcel }[] = [];
  const fresh: Parcel[] = [];
  for (const parcel of parcels) {
    const here = open
      .filter(({ nodeId }) => nodeId === parcel.nodeId)
      .sort(
        (a, b) =>
          commonUnits(b, parcel) - commonUnits(a, parcel) ||
          (a.fulfilmentId < b.fulfilmentId ? -1 : 1),
      );
    const [work] = here;
    if (!work) {
      fresh.push(parcel);
      continue;
    }
    open.splice(open.indexOf(work), 1);
    kept.push({ work, parcel });
  }
  const stays = new Set(kept.map(({ work }) => work));
  return { kept, leaving: works.filter((work) => !stays.has(work)), fresh };
}

const unitsOf = (lines: readonly FulfilmentLine[], lineNo: number): number =>
  lines.find((line) => line.lineNo === lineNo)?.quantityUnits ?? 0;

const commonUnits = (work: Fulfilment, parcel: PlannedWork): number =>
  work.lines.reduce(
    (sum, { lineNo, quantityUnits }) =>
      sum + Math.min(quantityUnits, unitsOf(parcel.lines, lineNo)),
    0,
  );

/** Units by which lines grow and shrink, per line; the others stay. */
export function linesBetween(
  before: readonly FulfilmentLine[],
  after: readonly FulfilmentLine[],
): { readonly more: readonly FulfilmentLine[]; readonly fewer: readonly FulfilmentLine[] } {
  const change = [...before.filter((line) => !has(after, line)).map(none), ...after].map(
    (line) => ({ ...line, quantityUnits: line.quantityUnits - unitsOf(before, line.lineNo) }),
  );
  return {
    more: change.filter(({ quantityUnits }) => quantityUnits > 0),
    fewer: change
      .filter(({ quantityUnits }) => quantityUnits < 0)
      .map((line) => ({ ...line, quantityUnits: -line.quantityUnits })),
  };
}

const has = (lines: readonly FulfilmentLine[], { lineNo }: FulfilmentLine): boolean =>
  lines.some((line) => line.lineNo === lineNo);

const none = (line: FulfilmentLine): FulfilmentLine => ({ ...line, quantityUnits: 0 });

/** Work as it becomes when a new plan keeps it where it is: its state, its fencing number and its id stay. */
export function keptWork(
  work: Fulfilment,
  parcel: PlannedWork,
  decided: { readonly decisionId: DecisionId; readonly promisedWindow: Window },
): Fulfilment {
  const gone = work.lines.filter((line) => !has(parcel.lines, line)).map(none);
  const after: Fulfilment = {
    ...work,
    ...decided,
    version: work.version + 1,
    serviceId: parcel.serviceId,
    lines: [...parcel.lines, ...gone],
    slotAt: parcel.slotAt,
    releaseAt: parcel.startAt,
    expected: { handOverAt: parcel.collectedAt, window: parcel.window },
    costMinor: parcel.costMinor,
    carbonGrams: parcel.carbonGrams,
  };
  return { ...after, dueAt: dueAt(work, after) };
}

/** Planned work is due when it starts, unless it waits for the end of a hold; an offer runs out when it was to. */
function dueAt(before: Fulfilment, after: Fulfilment): number | undefined {
  if (before.state === 'offered') return before.dueAt;
  if (before.state !== 'scheduled') return lookAt(after);
  return before.dueAt === undefined ? undefined : after.releaseAt;
}
