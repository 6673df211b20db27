import { instantOf, itemId, nodeId } from '@ordermesh/core/words';
import { isQuota } from '@ordermesh/core/stock';
import type { InboundSupply } from '@ordermesh/core/stock';
import type { Backend } from '../../backend.ts';
import type { FieldError } from '../../errors/index.ts';
import { valueOf } from '../../http/wire/refusal.ts';
import { comparedRow, doubledRows, refusedRow } from './row-results.ts';
import type { RowResult } from './row-results.ts';

/** A row as it came, and where it stood. */
export interface ImportRow {
  readonly ix: number;
  /** Line of the body, from 1. */
  readonly lineNo: number;
  readonly document: Readonly<Record<string, unknown>>;
}

type Hub = Backend['hub'];
const unitsMax = 2_000_000_000;

const fault = (field: string, code: string, why: string): FieldError => ({
  pointer: `/${field}`,
  code,
  why,
});

function known(hub: Hub, { document }: ImportRow): readonly FieldError[] {
  const { node, item } = document;
  const isNode = hub.network().nodes.some(({ nodeId: id }) => id === node);
  return [
    ...(isNode
      ? []
      : [fault('node', 'unknown-node', `No node ${String(node)}: import nodes first.`)]),
    ...(typeof item === 'string' && hub.item(itemId(item)) !== undefined
      ? []
      : [fault('item', 'unknown-item', `No item ${String(item)}: import items first.`)]),
  ];
}

const isUnits = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= unitsMax;

function unitFaults(row: ImportRow, field: string, optional: boolean): readonly FieldError[] {
  const value = row.document[field];
  if ((optional && value === undefined) || isUnits(value)) return [];
  return [fault(field, 'out-of-range', 'Send a whole number of units from 0 to 2,000,000,000.')];
}

function unknownFields(row: ImportRow, fields: readonly string[]): readonly FieldError[] {
  return Object.keys(row.document).flatMap((field) =>
    fields.includes(field)
      ? []
      : [fault(field, 'unknown-field', `Remove it. Known fields: ${fields.join(', ')}.`)],
  );
}

const stockFields = ['node', 'item', 'lot', 'on_hand_units', 'safety_units'];

function stockFaults(hub: Hub, row: ImportRow): readonly FieldError[] {
  const lot = row.document['lot'] ?? '';
  const isLot = typeof lot === 'string' && lot.length <= 200 && !isQuota({ lot });
  return [
    ...unknownFields(row, stockFields),
    ...known(hub, row),
    ...(isLot
      ? []
      : [fault('lot', 'wrong-format', 'Send the name of a lot, at most 200 characters.')]),
    ...unitFaults(row, 'on_hand_units', false),
    ...unitFaults(row, 'safety_units', true),
  ];
}

/** Books counts as differences; rows that say what the books say change nothing. */
export async function applyStock(
  { hub }: Pick<Backend, 'hub'>,
  rows: readonly ImportRow[],
  isDryRun: boolean,
): Promise<readonly RowResult[]> {
  const doubled = doubledRows(
    rows.map(({ document: { node, item, lot } }) => JSON.stringify([node, item, lot ?? ''])),
    (ix) => rows[ix]?.lineNo ?? 0,
  );
  const results = rows.map((row, ix) => {
    const errors = stockFaults(hub, row);
    if (errors.length > 0) return refusedRow(row.ix, ...errors);
    const double = doubled.get(ix);
    if (double) return { ...double, ix: row.ix };
    const { onHandUnits, safetyUnits } = hub.stockOf(...place(row));
    const after = {
      on_hand_units: row.document['on_hand_units'],
      safety_units: row.document['safety_units'] ?? safetyUnits,
    };
    const before = { on_hand_units: onHandUnits, safety_units: safetyUnits };
    return comparedRow(row.ix, before, after);
  });
  const wanted = rows.filter((_, ix) => results[ix]?.outcome === 'changed');
  if (!isDryRun && wanted.length > 0) valueOf(await hub.setStock(wanted.map(countOf), 'import'));
  return results;
}

const place = ({ document: { node, item, lot } }: ImportRow) =>
  [nodeId(String(node)), itemId(String(item)), typeof lot === 'string' ? lot : ''] as const;

function countOf(row: ImportRow): Parameters<Hub['setStock']>[0][number] {
  const [node, item, lot] = place(row);
  const safetyUnits = row.document['safety_units'];
  return {
    nodeId: node,
    itemId: item,
    lot,
    onHandUnits: Number(row.document['on_hand_units']),
    ...(safetyUnits !== undefined && { safetyUnits: Number(safetyUnits) }),
  };
}

const inboundFields = ['node', 'item', 'expected_at', 'units'];

function inboundFaults(hub: Hub, row: ImportRow): readonly FieldError[] {
  const expectedAt = row.document['expected_at'];
  return [
    ...unknownFields(row, inboundFields),
    ...known(hub, row),
    ...(typeof expectedAt === 'string' && instantOf(expectedAt) !== undefined
      ? []
      : [fault('expected_at', 'wrong-format', 'Send an RFC 3339 instant with an offset.')]),
    ...unitFaults(row, 'units', false),
  ];
}

/** Adds or replaces announcements by node, item and moment; zero units take one back. Others stay as they are. */
export async function applyInbound(
  { hub }: Pick<Backend, 'hub'>,
  rows: readonly ImportRow[],
  isDryRun: boolean,
): Promise<readonly RowResult[]> {
  const doubled = doubledRows(
    rows.map(({ document: { node, item, expected_at: at } }) => JSON.stringify([node, item, at])),
    (ix) => rows[ix]?.lineNo ?? 0,
  );
  const results = rows.map((row, ix) => {
    const errors = inboundFaults(hub, row);
    if (errors.length > 0) return refusedRow(row.ix, ...errors);
    const double = doubled.get(ix);
    if (double) return { ...double, ix: row.ix };
    const supply = supplyOf(row);
    const before = hub
      .announced(supply.itemId)
      .find((one) => one.nodeId === supply.nodeId && one.expectedAt === supply.expectedAt);
    if (!before && supply.units === 0) return { ix: row.ix, outcome: 'same' } as const;
    return comparedRow(row.ix, before && { units: before.units }, { units: supply.units });
  });
  const wanted = rows.filter((_, ix) => ['new', 'changed'].includes(results[ix]?.outcome ?? ''));
  if (!isDryRun && wanted.length > 0)
    valueOf(await hub.setInbound(withWhatStays(hub, wanted.map(supplyOf))));
  return results;
}

const supplyOf = (row: ImportRow): InboundSupply => {
  const [node, item] = place(row);
  return {
    nodeId: node,
    itemId: item,
    expectedAt: instantOf(String(row.document['expected_at'])) ?? 0,
    units: Number(row.document['units']),
  };
};

/** The hub replaces all announcements of a node and item at once: those that the rows do not name are sent along. */
function withWhatStays(hub: Hub, supplies: readonly InboundSupply[]): readonly InboundSupply[] {
  const keyOf = (one: InboundSupply): string => JSON.stringify([one.nodeId, one.itemId]);
  const wanted = new Map<string, InboundSupply[]>();
  for (const one of supplies) wanted.set(keyOf(one), [...(wanted.get(keyOf(one)) ?? []), one]);
  return [...wanted.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    const stays = hub
      .announced(first.itemId)
      .filter(({ nodeId: at }) => at === first.nodeId)
      .filter(({ expectedAt }) => !rows.some((row) => row.expectedAt === expectedAt));
    const left = [...stays, ...rows.filter(({ units }) => units > 0)];
    return left.length > 0 ? left : [{ ...first, units: 0 }];
  });
}
