import { isQuota } from '../../stock/index.ts';
import type { LotTraits } from '../../stock/index.ts';
import type { InputFault, ItemId, OrderId } from '../../words/index.ts';
import type { HubOutcome } from '../outcome.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { LotBlock, LotBlocked, LotRow } from './desk.ts';
import { moveAway } from './short/move-away.ts';

const caseIdOf = ({ itemId, lot }: { readonly itemId: string; readonly lot: string }): string =>
  `lot_${itemId}/${lot}`;

const attemptsMax = 8;

/** Tells when lots were received and when they expire. */
export async function setLots(
  parts: HubParts,
  rows: readonly LotRow[],
): Promise<HubOutcome<{ readonly lots: number }>> {
  const faults = rows.flatMap((row, ix) => lotFaults(parts, row, ix));
  if (faults.length > 0) return { ok: false, refusal: { reason: 'invalid', faults } };
  for (let from = 0; from < rows.length; from += 200) {
    const some = rows.slice(from, from + 200);
    const written = await writeLots(parts, some, (row, known) => ({
      itemId: row.itemId,
      lot: row.lot,
      expiresAt: row.expiresAt ?? known?.expiresAt,
      receivedAt: row.receivedAt ?? known?.receivedAt,
      state: known?.state ?? 'released',
      reason: known?.reason ?? '',
    }));
    if (!written) return { ok: false, refusal: { reason: 'contended', attempts: attemptsMax } };
  }
  return { ok: true, value: { lots: rows.length } };
}

/** @returns the traits as written, or undefined when others kept changing the same lots */
async function writeLots<Row extends { readonly itemId: ItemId; readonly lot: string }>(
  parts: HubParts,
  rows: readonly Row[],
  change: (row: Row, known: LotTraits | undefined) => LotTraits,
): Promise<readonly LotTraits[] | undefined> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const stored = await parts.store.cases(rows.map(caseIdOf));
    const byId = new Map(stored.map((record) => [record.caseId, record]));
    const records = rows.map((row) => {
      const known = byId.get(caseIdOf(row));
      return lotCase(change(row, known?.document as LotTraits | undefined), known, parts.env.now());
    });
    const result = await parts.commit(() => {
      const unit = emptyUnit(parts.env.now());
      unit.casesAdded.push(...records.filter(({ version }) => version === 1));
      unit.casesChanged.push(...records.filter(({ version }) => version > 1));
      tell(unit, {
        type: 'stock.lots_changed',
        id: `lots.${String(unit.at)}.${parts.env.randomHex()}`,
        subject: 'stock',
        body: { stockCases: records },
      });
      return unit;
    });
    if (result?.ok) return records.map((record) => record.document as LotTraits);
  }
  return undefined;
}

const lotCase = (traits: LotTraits, known: CaseRecord | undefined, at: number): CaseRecord => ({
  caseId: caseIdOf(traits),
  kind: 'lot',
  state: traits.state,
  orderId: undefined,
  nodeId: undefined,
  key: traits.itemId,
  dueAt: undefined,
  openedAt: known?.openedAt ?? at,
  version: (known?.version ?? 0) + 1,
  document: traits,
});

function lotFaults(parts: HubParts, row: LotRow, ix: number): readonly InputFault[] {
  const at = `/rows/${String(ix)}`;
  const faults: InputFault[] = [];
  if (!parts.board.items.has(row.itemId))
    faults.push({
      field: `${at}/item`,
      reason: 'unknown-item',
      remedy: `No item ${row.itemId}: put the item first.`,
    });
  if (row.lot === '' || isQuota(row))
    faults.push({
      field: `${at}/lot`,
      reason: 'wrong-format',
      remedy: 'Send the code of a lot; it must not begin with #.',
    });
  return faults;
}

/**
 * Blocks a lot everywhere: nobody is promised it any more, what orders hold of it and no carrier has yet finds other
 * goods, and the orders that it has reached are named. Other lots of the item are not touched.
 */
export async function blockLot(parts: HubParts, block: LotBlock): Promise<HubOutcome<LotBlocked>> {
  const { itemId, lot } = block;
  const faults = lotFaults(parts, block, 0).map((fault) => ({
    ...fault,
    field: fault.field.slice('/rows/0'.length),
  }));
  if (faults.length > 0) return { ok: false, refusal: { reason: 'invalid', faults } };
  const known = parts.board.stock.lotTraits(itemId, lot);
  if (known?.state === 'recalled' && block.state !== 'recalled')
    return {
      ok: false,
      refusal: {
        reason: 'wrong-state',
        what: 'lot',
        id: lot,
        state: 'recalled',
        allowed: ['released', 'quarantined'],
      },
    };
  const written = await writeLots(parts, [block], (row, before) => ({
    itemId,
    lot,
    expiresAt: before?.expiresAt,
    receivedAt: before?.receivedAt,
    state: row.state,
    reason: `${row.reason} (${row.by})`,
  }));
  const traits = written?.[0];
  if (!traits) return { ok: false, refusal: { reason: 'contended', attempts: attemptsMax } };
  const moved = traits.state === 'released' ? [] : await moveAllAway(parts, traits);
  return { ok: true, value: await blockedNow(parts, traits, moved) };
}

async function moveAllAway(
  parts: HubParts,
  { itemId, lot, state }: LotTraits,
): Promise<readonly OrderId[]> {
  const orderIds: OrderId[] = [];
  for (const { nodeId } of parts.board.network.nodes) {
    const moved = await moveAway(
      parts,
      { nodeId, itemId, lot },
      {
        because: state === 'recalled' ? 'lot-recalled' : 'lot-quarantined',
        missingUnits: () => parts.board.stock.position(nodeId, itemId, lot).reservedUnits,
      },
    );
    orderIds.push(...moved.orderIds);
  }
  return orderIds;
}

async function blockedNow(
  parts: HubParts,
  traits: LotTraits,
  movedOrderIds: readonly OrderId[],
): Promise<LotBlocked> {
  const { itemId, lot } = traits;
  const onHandUnits = parts.board.network.nodes.reduce(
    (sum, { nodeId }) => sum + parts.board.stock.position(nodeId, itemId, lot).onHandUnits,
    0,
  );
  return {
    lot: traits,
    onHandUnits,
    movedOrderIds,
    reachedOrders: await ordersReached(parts, traits),
  };
}

/** Orders to which units of a lot have left, by order id. */
async function ordersReached(
  { store }: HubParts,
  of: LotTraits,
): Promise<LotBlocked['reachedOrders']> {
  const works = new Map<OrderId, Set<string>>();
  for (let after: string | undefined; ;) {
    const page = await store.reservationsOfLot(of, { limit: 200, after });
    for (const held of page.rows)
      if (held.state === 'consumed' && held.orderId && held.fulfilmentId)
        works.set(held.orderId, (works.get(held.orderId) ?? new Set()).add(held.fulfilmentId));
    if (page.next === undefined) break;
    after = page.next;
  }
  return Promise.all(
    [...works]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([orderId]) => ({ orderId, units: await unitsLeft(store, orderId, of) })),
  );
}

/** Units of a lot that have left for an order, from the log: a consumed reservation holds none any more. */
async function unitsLeft(
  store: HubParts['store'],
  orderId: OrderId,
  { itemId, lot }: LotTraits,
): Promise<number> {
  const events = await store.orderEvents(orderId);
  return events
    .filter(({ type }) => type === 'dev.ordermesh.stock.shipped.v1')
    .flatMap(({ stockMoves }) => stockMoves)
    .filter((move) => move.itemId === itemId && move.lot === lot)
    .reduce((sum, { onHandUnits }) => sum - onHandUnits, 0);
}
