import { isQuota } from '../../stock/index.ts';
import type { StockMove } from '../../stock/index.ts';
import type { InputFault } from '../../words/index.ts';
import type { HubOutcome } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';
import type { Adjusted, AdjustmentRow } from './desk.ts';
import { resourceShortages } from './short/move-away.ts';

/**
 * Books differences with their reasons: who, when, why is in the log. Orders that hold what is not there any more
 * find other goods at once.
 *
 * @param by who says so
 */
export async function adjustStock(
  parts: HubParts,
  rows: readonly AdjustmentRow[],
  by: string,
): Promise<HubOutcome<Adjusted>> {
  const faults = rows.flatMap((row, ix) => rowFaults(parts, row, ix)).slice(0, 100);
  if (faults.length > 0) return { ok: false, refusal: { reason: 'invalid', faults } };
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    tellAdjustment(unit, rows, {
      id: `adjust.${String(unit.at)}.${parts.env.randomHex()}`,
      by,
      causationId: undefined,
    });
    return unit;
  });
  if (!result?.ok) return { ok: false, refusal: { reason: 'contended', attempts: 1 } };
  const places = rows.map(({ nodeId, itemId, lot = '' }) => ({ nodeId, itemId, lot }));
  return {
    ok: true,
    value: { positions: rows.length, ...(await resourceShortages(parts, places)) },
  };
}

/** Writes differences and why; nothing when there are none. */
export function tellAdjustment(
  unit: UnitDraft,
  rows: readonly AdjustmentRow[],
  who: { readonly id: string; readonly by: string; readonly causationId: string | undefined },
): void {
  if (rows.length === 0) return;
  tell(unit, {
    type: 'stock.adjusted',
    id: who.id,
    subject: 'stock',
    causationId: who.causationId,
    stockMoves: rows.map(moveOf),
    body: {
      by: who.by,
      rows: rows.map(({ nodeId, itemId, lot = '', units, reason, note = '' }) => ({
        nodeId,
        itemId,
        lot,
        units,
        reason,
        note,
      })),
    },
  });
}

const moveOf = ({ nodeId, itemId, lot = '', units }: AdjustmentRow): StockMove => ({
  nodeId,
  itemId,
  lot,
  onHandUnits: units,
  reservedUnits: 0,
  safetyUnits: 0,
  guard: 'physical',
});

function rowFaults(parts: HubParts, row: AdjustmentRow, ix: number): readonly InputFault[] {
  const field = (name: string): string => `/rows/${String(ix)}/${name}`;
  const { nodeId, itemId, lot = '', units } = row;
  const faults: InputFault[] = [];
  if (parts.board.network.nodeIxOf(nodeId) === undefined)
    faults.push({
      field: field('node'),
      reason: 'unknown-node',
      remedy: `No node ${nodeId} in the network: publish the node first.`,
    });
  if (!parts.board.items.has(itemId))
    faults.push({
      field: field('item'),
      reason: 'unknown-item',
      remedy: `No item ${itemId}: put the item first.`,
    });
  if (isQuota({ lot }))
    faults.push({
      field: field('lot'),
      reason: 'wrong-format',
      remedy: 'The code of a lot must not begin with #.',
    });
  if (!Number.isSafeInteger(units) || units === 0 || Math.abs(units) > 1_000_000_000)
    faults.push({
      field: field('units'),
      reason: 'out-of-range',
      remedy: 'Send a whole number of units, above or below 0.',
    });
  const { onHandUnits } = parts.board.stock.position(nodeId, itemId, lot);
  if (units < 0 && onHandUnits + units < 0)
    faults.push({
      field: field('units'),
      reason: 'more-than-on-hand',
      remedy: `${String(onHandUnits)} units are booked there: at most that many can go; send a count when the books are wrong.`,
    });
  return faults;
}
