import type { ItemId, NodeId } from '../../words/index.ts';
import { catalogueFaults } from '../../parties/index.ts';
import type { ItemProfile } from '../../parties/index.ts';
import type { InputFault } from '../../intake/index.ts';
import { walkInUnits } from '../../network/index.ts';
import type { StockAsker, StockMove } from '../../stock/index.ts';
import { positionKey } from '../decide/keys.ts';
import type { Hub } from '../hub.ts';
import type { HubOutcome } from '../outcome.ts';
import { unblockCounted } from '../nodes/shelf/block.ts';
import { profileOf } from '../nodes/terms.ts';
import { atpFor, atpLater } from '../board/sell-to.ts';
import { resourceShortages } from '../stock/short/move-away.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';

type CountRow = Parameters<Hub['setStock']>[0][number];

/** Rows per unit: a unit is one event, and events should stay small enough to be told. */
const rowsPerUnit = 500;
const attemptsMax = 8;

/** Adds items or replaces their profiles. */
export async function putItems(
  parts: HubParts,
  items: readonly ItemProfile[],
): Promise<HubOutcome<{ readonly items: number }>> {
  const faults = catalogueFaults(items, parts.board.items);
  if (faults.length > 0) return { ok: false, refusal: { reason: 'invalid', faults } };
  for (let from = 0; from < items.length; from += rowsPerUnit) {
    const some = items.slice(from, from + rowsPerUnit);
    await parts.commit(() => {
      const unit = emptyUnit(parts.env.now());
      unit.items.push(...some);
      tell(unit, {
        type: 'catalog.items_changed',
        id: `items.${String(unit.at)}.${parts.env.randomHex()}`,
        subject: 'catalog',
        body: { items: some },
      });
      return unit;
    });
  }
  return { ok: true, value: { items: items.length } };
}

/** Which of the commits of a count it is, from 0. */
export interface CountedChunk {
  readonly ix: number;
  readonly isLast: boolean;
}

/** Why counts are booked, and what is written in the same commits. */
interface CountHow {
  readonly reason: string;
  /** Adds to the commit of each chunk; chunks are then booked one after the other. */
  readonly beside?: (unit: UnitDraft, chunk: CountedChunk) => void;
}

/** Books counts as differences to what the books say, each guarded by the on-hand it was computed from. */
export async function setStock(
  parts: HubParts,
  counted: readonly CountRow[],
  how: CountHow,
): Promise<HubOutcome<{ readonly positions: number }>> {
  const rows = counted.map((row) => withBuffer(parts, row));
  const faults = [...rows.flatMap((row, ix) => countFaults(parts, row, ix)), ...countedTwice(rows)];
  if (faults.length > 0)
    return { ok: false, refusal: { reason: 'invalid', faults: faults.slice(0, 100) } };
  const chunks: (readonly CountRow[])[] = [];
  for (let from = 0; from < rows.length; from += rowsPerUnit)
    chunks.push(rows.slice(from, from + rowsPerUnit));
  if (!(await setChunks(parts, chunks, how)))
    return { ok: false, refusal: { reason: 'contended', attempts: attemptsMax } };
  await unblockCounted(parts, rows);
  await resourceShortages(
    parts,
    rows.map(({ nodeId, itemId, lot = '' }) => ({ nodeId, itemId, lot })),
  );
  return { ok: true, value: { positions: rows.length } };
}

/** What a store keeps back for people who walk in follows from what was counted, unless the count says it. */
function withBuffer(parts: HubParts, row: CountRow): CountRow {
  if (row.safetyUnits !== undefined) return row;
  const { terms } = profileOf(parts, row.nodeId) ?? {};
  const safetyUnits = walkInUnits(terms, row.itemId, row.onHandUnits);
  return safetyUnits === undefined ? row : { ...row, safetyUnits };
}

/** @returns whether all were booked */
async function setChunks(
  parts: HubParts,
  chunks: readonly (readonly CountRow[])[],
  { reason, beside }: CountHow,
): Promise<boolean> {
  if (!beside) {
    const booked = chunks.map((rows) => setSome(parts, rows, { reason }));
    return !(await Promise.all(booked)).includes(false);
  }
  // Without a row there still is a commit: of what stands beside.
  const some = chunks.length > 0 ? chunks : [[]];
  for (const [ix, rows] of some.entries()) {
    const isLast = ix === some.length - 1;
    const also = (unit: UnitDraft): void => beside(unit, { ix, isLast });
    if (!(await setSome(parts, rows, { reason, also }))) return false;
  }
  return true;
}

async function setSome(
  parts: HubParts,
  rows: readonly CountRow[],
  { reason, also }: { readonly reason: string; readonly also?: (unit: UnitDraft) => void },
): Promise<boolean> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const result = await parts.commit(() => {
      // What stands beside holds only if the books are what they seem to be: rows that change nothing are guarded too.
      const stockMoves = rows.flatMap((row) => countMove(parts, row, also !== undefined));
      if (stockMoves.length === 0 && !also) return undefined;
      const unit = emptyUnit(parts.env.now());
      if (stockMoves.length > 0)
        tell(unit, {
          type: 'stock.counted',
          id: `count.${String(unit.at)}.${parts.env.randomHex()}`,
          subject: 'stock',
          stockMoves,
          body: { reason, positions: rows.length },
        });
      also?.(unit);
      return unit;
    });
    if (!result || result.ok) return true;
  }
  return false;
}

/** Two counts of one position contradict each other, and each would spoil the guard of the other. */
function countedTwice(rows: readonly CountRow[]): readonly InputFault[] {
  const seen = new Set<string>();
  return rows.flatMap(({ nodeId, itemId, lot = '' }, ix) => {
    const place = positionKey({ nodeId, itemId, lot });
    const isTwice = seen.has(place);
    seen.add(place);
    return isTwice
      ? [
          {
            field: `/${String(ix)}`,
            reason: 'duplicate',
            remedy: 'Send each node, item and lot once.',
          },
        ]
      : [];
  });
}

function countMove(parts: HubParts, row: CountRow, isGuarded: boolean): readonly StockMove[] {
  const { stock } = parts.board;
  const { nodeId, itemId, lot = '' } = row;
  const was = stock.position(nodeId, itemId, lot);
  const onHandUnits = row.onHandUnits - was.onHandUnits;
  // What a count keeps back comes on top of what fences keep.
  const fencedUnits = lot === '' ? stock.fencedUnits(nodeId, itemId) : 0;
  const safetyUnits =
    row.safetyUnits === undefined ? 0 : row.safetyUnits + fencedUnits - was.safetyUnits;
  const isSame = onHandUnits === 0 && safetyUnits === 0 && !isGuarded;
  if (isSame && stock.owedUnits({ nodeId, itemId, lot }) === 0) return [];
  return [
    {
      nodeId,
      itemId,
      lot,
      onHandUnits,
      reservedUnits: 0,
      safetyUnits,
      guard: 'physical',
      onHandBeforeUnits: was.onHandUnits,
    },
  ];
}

function countFaults(parts: HubParts, row: CountRow, ix: number): readonly InputFault[] {
  const faults: InputFault[] = [];
  const at = `/${String(ix)}`;
  if (parts.board.network.nodeIxOf(row.nodeId) === undefined)
    faults.push({
      field: `${at}/node`,
      reason: 'unknown-node',
      remedy: `No node ${row.nodeId} in the network: publish the node first.`,
    });
  if (!parts.board.items.has(row.itemId))
    faults.push({
      field: `${at}/item`,
      reason: 'unknown-item',
      remedy: `No item ${row.itemId}: put the item first.`,
    });
  for (const [field, units] of [
    ['on_hand', row.onHandUnits],
    ['safety', row.safetyUnits ?? 0],
  ] as const)
    if (!Number.isInteger(units) || units < 0 || units > 2_000_000_000)
      faults.push({
        field: `${at}/${field}`,
        reason: 'out-of-range',
        remedy: 'Send a whole number of units from 0 to 2,000,000,000.',
      });
  return faults;
}

/** One position as the board has it; what may be sold of it counts all its lots. */
export function position(
  parts: HubParts,
  nodeId: NodeId,
  itemId: ItemId,
): ReturnType<Hub['position']> {
  const { stock, network } = parts.board;
  const nodeIx = network.nodeIxOf(nodeId);
  if (nodeIx === undefined || !parts.board.items.has(itemId)) return undefined;
  stock.lookAt(parts.env.now());
  const counts = stock.position(nodeId, itemId, '');
  return { ...counts, availableUnits: stock.atpUnits(nodeIx, stock.itemIxOf(itemId)) };
}

/** ATP of an item over the network, now and later. */
export function availability(
  parts: HubParts,
  itemId: ItemId,
  asked: { readonly atMoments: readonly number[]; readonly asker: StockAsker | undefined },
): ReturnType<Hub['availability']> {
  const { board } = parts;
  const now = parts.env.now();
  const { asker } = asked;
  board.stock.lookAt(now);
  const itemIx = board.stock.itemIxOf(itemId);
  return board.network.nodes
    .map(({ nodeId }, nodeIx) => ({
      nodeId,
      availableUnits: asker
        ? atpFor(board, { ...asker, at: now }, { nodeId, itemId })
        : board.stock.atpUnits(nodeIx, itemIx),
      later: asked.atMoments.map((at) =>
        asker
          ? atpLater(board, { ...asker, at }, { nodeId, itemId })
          : board.stock.atpUnitsAt(nodeId, itemId, { at }),
      ),
    }))
    .filter((row) => row.availableUnits > 0 || row.later.some((units) => units > 0));
}
