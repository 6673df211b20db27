import { quotasOf, readAllocation } from '../../stock/index.ts';
import type { AllocationDocument, Quota, StockMove, StockPosition } from '../../stock/index.ts';
import type { InputFault } from '../../words/index.ts';
import { positionKey } from '../decide/keys.ts';
import type { Hub } from '../hub.ts';
import type { HubOutcome } from '../outcome.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';

const attemptsMax = 8;

/** Checks who may sell what, as operations staff send it; nothing is published. */
export function validateAllocation(parts: HubParts, json: unknown): HubOutcome<AllocationDocument> {
  const read = readAllocation(json);
  if (!read.ok) return { ok: false, refusal: { reason: 'invalid', faults: read.refusal } };
  const current = parts.board.allocation.document;
  const faults = [
    ...versionFaults(read.value, current),
    ...placeFaults(parts, read.value),
    ...usedFaults(parts, read.value),
  ].slice(0, 100);
  if (faults.length > 0) return { ok: false, refusal: { reason: 'invalid', faults } };
  return { ok: true, value: { ...read.value, version: current.version + 1 } };
}

/** Whoever edits an older version would undo what was published since; 0 or absent publishes regardless. */
const versionFaults = (
  { version }: AllocationDocument,
  current: AllocationDocument,
): readonly InputFault[] =>
  version === 0 || version === current.version
    ? []
    : [
        {
          field: '/version',
          reason: 'not-the-newest',
          remedy: `The newest is version ${String(current.version)}: take over what changed since, or leave version out to publish regardless.`,
        },
      ];

function placeFaults(parts: HubParts, document: AllocationDocument): readonly InputFault[] {
  const { network, items } = parts.board;
  const nodes = (field: string, ids: readonly string[]): readonly InputFault[] =>
    ids.flatMap((id, ix) =>
      network.nodes.some(({ nodeId }) => nodeId === id)
        ? []
        : [
            {
              field: `${field}/nodes/${String(ix)}`,
              reason: 'unknown-node',
              remedy: `No node ${id} in the network: publish the node first.`,
            },
          ],
    );
  const goods = (field: string, ids: readonly string[]): readonly InputFault[] =>
    ids.flatMap((id, ix) =>
      items.has(id)
        ? []
        : [
            {
              field: `${field}/items/${String(ix)}`,
              reason: 'unknown-item',
              remedy: `No item ${id}: put the item first.`,
            },
          ],
    );
  return [
    ...document.buffers.flatMap((one, ix) => [
      ...nodes(`/buffers/${String(ix)}`, one.nodes),
      ...goods(`/buffers/${String(ix)}`, one.items),
    ]),
    ...document.fences.flatMap((one, ix) => [
      ...nodes(`/fences/${String(ix)}`, one.nodes),
      ...goods(`/fences/${String(ix)}`, one.items),
    ]),
    ...document.shelf_life.flatMap((one, ix) => goods(`/shelf_life/${String(ix)}`, one.items)),
  ];
}

/** How much larger (or smaller) each quota becomes. Quotas that are gone are left to `sweepQuotas`. */
function quotaChanges(parts: HubParts, next: AllocationDocument): readonly Quota[] {
  const at = parts.env.now();
  const before = new Map(
    quotasOf(parts.board.allocation.document, at).map((quota) => [positionKey(quota), quota.units]),
  );
  return quotasOf(next, at)
    .map((quota) => ({ ...quota, units: quota.units - (before.get(positionKey(quota)) ?? 0) }))
    .filter(({ units }) => units !== 0);
}

/** A quota is not made smaller than what is used of it. */
function usedFaults(parts: HubParts, next: AllocationDocument): readonly InputFault[] {
  return quotaChanges(parts, next).flatMap(({ nodeId, itemId, lot, units }) => {
    const leftUnits = parts.board.stock.quotaLeftUnits(nodeId, itemId, lot);
    if (units >= 0 || leftUnits + units >= 0) return [];
    return [
      {
        field: '/fences',
        reason: 'quota-below-used',
        remedy: `${lot.slice(1)} at ${nodeId} for ${itemId}: ${String(leftUnits)} units are left, so it can become smaller by that much, not by ${String(-units)}. Leave the branch out to end it.`,
      },
    ];
  });
}

/** Publishes who may sell what: it counts for the next decision, and quotas that grew or shrank are booked with it. */
export async function publishAllocation(
  parts: HubParts,
  json: unknown,
  note: string,
): Promise<HubOutcome<AllocationDocument>> {
  await sweepQuotas(parts);
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const checked = validateAllocation(parts, json);
    if (!checked.ok) return checked;
    const document = checked.value;
    const result = await parts.commit(() => {
      const unit = emptyUnit(parts.env.now());
      unit.documents.push({
        kind: 'allocation',
        documentId: 'allocation',
        version: document.version,
        publishedAt: unit.at,
        note,
        document,
      });
      tell(unit, {
        type: 'allocation.published',
        id: `allocation.${String(document.version)}`,
        subject: 'allocation',
        stockMoves: quotaChanges(parts, document).flatMap(quotaMoves),
        body: { kind: 'allocation', documentId: 'allocation', version: document.version, note },
      });
      return unit;
    });
    if (result?.ok) {
      await sweepQuotas(parts);
      return { ok: true, value: document };
    }
    if (result?.refusal.reason === 'stale')
      return {
        ok: false,
        refusal: {
          reason: 'stale',
          what: 'allocation',
          id: 'allocation',
          version: document.version,
        },
      };
  }
  return { ok: false, refusal: { reason: 'contended', attempts: attemptsMax } };
}

const nothing = { onHandUnits: 0, reservedUnits: 0, safetyUnits: 0 };

function quotaMoves({ nodeId, itemId, lot, units }: Quota): readonly StockMove[] {
  const guarded = units < 0 ? { keepUnits: 0 } : {};
  return [
    { nodeId, itemId, lot, ...nothing, onHandUnits: units, guard: 'available', ...guarded },
    { nodeId, itemId, lot: '', ...nothing, safetyUnits: units, guard: 'physical' },
  ];
}

/** Quotas whose fence has ended, or was left out, keep nothing any more; cheap when there are none. */
export async function sweepQuotas(parts: HubParts): Promise<number> {
  const open = endedQuotas(parts);
  for (const ended of open)
    await parts.commit(() => {
      const { nodeId, itemId, lot } = ended;
      const { onHandUnits } = parts.board.stock.position(nodeId, itemId, lot);
      const leftUnits = parts.board.stock.quotaLeftUnits(nodeId, itemId, lot);
      if (leftUnits <= 0) return undefined;
      const unit = emptyUnit(parts.env.now());
      const [quota, pool] = quotaMoves({ nodeId, itemId, lot, units: -leftUnits });
      tell(unit, {
        type: 'allocation.quota_ended',
        id: `quota.${String(unit.at)}.${parts.env.randomHex()}`,
        subject: 'allocation',
        // The on-hand before keeps two processes from ending the same quota twice.
        stockMoves: quota && pool ? [{ ...quota, onHandBeforeUnits: onHandUnits }, pool] : [],
        body: { nodeId, itemId, quota: lot.slice(1), units: leftUnits },
      });
      return unit;
    });
  return open.length;
}

function endedQuotas(parts: HubParts): readonly StockPosition[] {
  const booked = [...parts.board.stock.quotas()];
  if (booked.length === 0) return booked;
  const counting = new Set(
    quotasOf(parts.board.allocation.document, parts.env.now()).map((quota) => positionKey(quota)),
  );
  return booked.filter(
    (quota) => !counting.has(positionKey(quota)) && quota.onHandUnits > quota.reservedUnits,
  );
}

/** What every quota allows, uses and has left; `usedUnits` counts what live reservations use and what has left. */
export function quotas(parts: HubParts): ReturnType<Hub['quotas']> {
  return quotasOf(parts.board.allocation.document, parts.env.now()).map(
    ({ nodeId, itemId, lot, units }) => {
      const leftUnits = parts.board.stock.quotaLeftUnits(nodeId, itemId, lot);
      return {
        nodeId,
        itemId,
        branch: lot.slice(1),
        quotaUnits: units,
        leftUnits,
        usedUnits: units - leftUnits,
      };
    },
  );
}
