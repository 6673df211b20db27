import type { ItemId, NodeId } from '../../../words/index.ts';
import { placeKey } from '../owed.ts';
import { stillComing } from '../transfer.ts';
import type {
  Difference,
  DifferenceCause,
  Proposal,
  ReconcileQuestion,
  Reconciliation,
  SnapshotRow,
} from './question.ts';

interface Place {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly lot: string;
}

/**
 * Explains every difference between another system's stock and our books: by what was booked after its moment, by
 * goods that are packed and not yet told to have left, by short picks that nobody confirmed, by receipts not told, by
 * names and units that do not fit. Only what nothing explains is called drift, and only for what can be mended
 * something is proposed; nothing is changed here.
 */
export function reconcile(question: ReconcileQuestion): Reconciliation {
  const book = openBook(question);
  const rows = [...question.rows, ...absentRows(question)];
  const judged = rows.map((row) => judge(row, question, book));
  const differences = judged.filter((one) => one !== undefined);
  return {
    asOfAt: question.asOfAt,
    rows: question.rows.length,
    matches: rows.length - differences.length,
    differences: differences.map(({ difference }) => difference),
    proposals: differences
      .flatMap(({ proposals }) => proposals)
      .map((proposal, ix) => ({ ...proposal, proposalId: `p${String(ix + 1)}` })),
  };
}

interface Book {
  /** Items whose lots the snapshot does not tell, by node and item. */
  readonly untold: ReadonlySet<string>;
  readonly onHand: ReadonlyMap<string, number>;
  readonly reserved: ReadonlyMap<string, number>;
}

const placeOf = ({ nodeId, itemId }: Omit<Place, 'lot'>): string => `${nodeId}\n${itemId}`;

function openBook({ rows, books }: ReconcileQuestion): Book {
  const lotted = new Set(books.filter(({ lot }) => lot !== '').map(placeOf));
  const told = new Set(rows.filter(({ lot }) => lot !== '').map(placeOf));
  const untold = new Set(
    rows.map(placeOf).filter((place) => lotted.has(place) && !told.has(place)),
  );
  const onHand = new Map<string, number>();
  const reserved = new Map<string, number>();
  for (const position of books) {
    const key = placeKey(untold.has(placeOf(position)) ? { ...position, lot: '' } : position);
    onHand.set(key, (onHand.get(key) ?? 0) + position.onHandUnits);
    reserved.set(key, (reserved.get(key) ?? 0) + position.reservedUnits);
  }
  return { untold, onHand, reserved };
}

/** Positions that a complete snapshot does not name. */
function absentRows({ isComplete, rows, books }: ReconcileQuestion): readonly SnapshotRow[] {
  if (!isComplete) return [];
  const nodes = new Set(rows.map(({ nodeId }) => nodeId));
  const named = new Set(rows.map(placeKey));
  const places = new Set(rows.filter(({ lot }) => lot === '').map(placeOf));
  return books
    .filter(
      (position) =>
        nodes.has(position.nodeId) &&
        position.onHandUnits !== 0 &&
        !named.has(placeKey(position)) &&
        !places.has(placeOf(position)),
    )
    .map(({ nodeId, itemId, lot }) => ({ nodeId, itemId, lot, onHandUnits: 0 }));
}

type Draft = Proposal extends infer P
  ? P extends Proposal
    ? Omit<P, 'proposalId'>
    : never
  : never;

interface Judged {
  readonly difference: Difference;
  readonly proposals: readonly Draft[];
}

function judge(row: SnapshotRow, question: ReconcileQuestion, book: Book): Judged | undefined {
  const { nodeId, itemId, lot } = row;
  const bookUnits = book.onHand.get(placeKey(row)) ?? 0;
  const whole = { nodeId, itemId, lot, snapshotUnits: row.onHandUnits, bookUnits };
  const reserved = reservedDifference(row, book);
  const misnamed = misnamedCause(row, question, bookUnits);
  if (misnamed) return { difference: { ...whole, reserved, causes: [misnamed] }, proposals: [] };
  const isUntold = book.untold.has(placeOf(row));
  const isHere = (other: Place): boolean =>
    other.nodeId === nodeId && other.itemId === itemId && (isUntold || other.lot === lot);
  const explained = explain(row.onHandUnits - bookUnits, question, isHere);
  if (explained.causes.length === 0 && row.onHandUnits === bookUnits && !reserved) return undefined;
  const rest = restOf(row, { ...explained, isUntold });
  return {
    difference: { ...whole, reserved, causes: [...explained.causes, ...rest.causes] },
    proposals: [...explained.proposals, ...rest.proposals],
  };
}

function reservedDifference(row: SnapshotRow, book: Book): Difference['reserved'] {
  const bookUnits = book.reserved.get(placeKey(row)) ?? 0;
  if (row.reservedUnits === undefined || row.reservedUnits === bookUnits) return undefined;
  return { snapshotUnits: row.reservedUnits, bookUnits };
}

/** Names or units that do not fit: the numbers cannot be compared at all. */
function misnamedCause(
  row: SnapshotRow,
  question: ReconcileQuestion,
  bookUnits: number,
): DifferenceCause | undefined {
  const units = row.onHandUnits - bookUnits;
  if (!question.isNode(row.nodeId))
    return {
      cause: 'unknown-node',
      units,
      because: [`There is no node ${row.nodeId}: publish it, or map its code.`],
    };
  const unit = question.unitOf(row.itemId);
  if (unit === undefined)
    return {
      cause: 'unknown-item',
      units,
      because: [`There is no item ${row.itemId}: put it, or map its code.`],
    };
  const told = row.unit?.toLowerCase();
  const looksLikeKilos = unit === 'gram' && bookUnits > 0 && row.onHandUnits * 1000 === bookUnits;
  if ((told === undefined || told === unit) && !looksLikeKilos) return undefined;
  return {
    cause: 'unit-mismatch',
    units,
    because: [
      `The house counts ${row.itemId} in units of one ${unit}; the snapshot ${told === undefined ? 'seems to count kilograms' : `counts ${told}`}.`,
    ],
  };
}

interface Explained {
  readonly causes: DifferenceCause[];
  readonly proposals: Draft[];
  /** What is still unexplained, snapshot minus books. */
  openUnits: number;
}

function explain(
  units: number,
  question: ReconcileQuestion,
  isHere: (place: Place) => boolean,
): Explained {
  const found: Explained = { causes: [], proposals: [], openUnits: units };
  const later = question.moves.filter((move) => isHere(move) && move.happenedAt > question.asOfAt);
  const laterUnits = -later.reduce((sum, move) => sum + move.units, 0);
  if (later.length > 0 && laterUnits !== 0)
    take(found, {
      cause: 'facts-after-snapshot',
      units: laterUnits,
      because: later.map(({ kind, eventId }) => `${kind} ${eventId}`),
    });
  if (found.openUnits < 0) explainFewer(found, question, isHere);
  if (found.openUnits > 0) explainMore(found, question, isHere);
  return found;
}

function take(found: Explained, cause: DifferenceCause): void {
  found.causes.push(cause);
  found.openUnits -= cause.units;
}

/** The other system has fewer: goods that have left its shelf without our knowing. */
function explainFewer(
  found: Explained,
  question: ReconcileQuestion,
  isHere: (place: Place) => boolean,
): void {
  const parts = question.works.flatMap((work) =>
    work.lines
      .filter((line) => isHere({ ...line, nodeId: work.nodeId }))
      .map((line) => ({ work, line })),
  );
  for (const { work, line } of parts) {
    const units = Math.min(-found.openUnits, line.shortUnits);
    if (units <= 0) continue;
    take(found, { cause: 'short-pick-unconfirmed', units: -units, because: [work.fulfilmentId] });
    found.proposals.push({
      kind: 'report-short',
      fulfilmentId: work.fulfilmentId,
      epoch: work.epoch,
      lines: [{ lineNo: line.lineNo, missingUnits: units }],
    });
  }
  for (const { work, line } of parts) {
    const units = Math.min(-found.openUnits, line.heldUnits - line.shortUnits);
    if (units > 0)
      take(found, { cause: 'shipment-in-flight', units: -units, because: [work.fulfilmentId] });
  }
}

/** The other system has more: goods of a transfer that it received and nobody told us. */
function explainMore(
  found: Explained,
  { transfers }: ReconcileQuestion,
  isHere: (place: Place) => boolean,
): void {
  for (const transfer of transfers)
    for (const line of transfer.lines) {
      if (!isHere({ ...line, nodeId: transfer.toNodeId })) continue;
      const units = Math.min(found.openUnits, stillComing(line));
      if (units <= 0) continue;
      take(found, { cause: 'receipt-not-told', units, because: [transfer.transferId] });
      found.proposals.push({
        kind: 'receive-transfer',
        transferId: transfer.transferId,
        itemId: line.itemId,
        lot: line.lot,
        units,
      });
    }
}

/** What nothing explains. Without lots nobody knows which lot to correct. */
function restOf(
  { nodeId, itemId, lot }: SnapshotRow,
  { openUnits: units, isUntold }: { readonly openUnits: number; readonly isUntold: boolean },
): { readonly causes: readonly DifferenceCause[]; readonly proposals: readonly Draft[] } {
  if (units === 0) return { causes: [], proposals: [] };
  if (isUntold)
    return {
      causes: [
        {
          cause: 'lots-not-told',
          units,
          because: ['The house keeps this item by lot: send the snapshot by lot to mend it.'],
        },
      ],
      proposals: [],
    };
  const reason = units < 0 ? 'lost' : 'found';
  return {
    causes: [{ cause: 'real-drift', units, because: [] }],
    proposals: [{ kind: 'adjust', nodeId, itemId, lot, units, reason }],
  };
}
