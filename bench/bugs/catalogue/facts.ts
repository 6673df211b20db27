import type { PlantedBug } from '../bug.ts';

const left = 'packages/core/src/hub/capture/goods-left.ts';
const unwanted = 'packages/core/src/hub/capture/unwanted-left.ts';
const moves = 'packages/core/src/hub/capture/move-work.ts';

/** Scans: late, twice, out of order, and of parcels that nobody expected. */
export const factBugs: readonly PlantedBug[] = [
  {
    name: 'a known fact moves the work again',
    file: 'packages/core/src/hub/decide/ledger.ts',
    find: '    if (own?.has(key) || writes.facts.has(key) || current.facts.has(key))',
    replace: '    if (own?.has(key))',
    like: ['C50', 'C55'],
  },
  {
    name: 'a late scan takes the work back',
    file: 'packages/core/src/execute/decide/work-by-fact.ts',
    find: '  if (was < 0 || is <= was) return undefined;',
    replace: '  if (was < 0) return undefined;',
    like: ['C54', 'C55'],
  },
  {
    name: 'goods that were scanned at the door first never left',
    file: 'packages/core/src/execute/decide/work-by-fact.ts',
    find: 'leavesNode: was < shipped && is >= shipped',
    replace: 'leavesNode: was < shipped && is === shipped',
    like: ['C54'],
  },
  {
    name: 'a parcel takes all, whatever it holds',
    file: left,
    find: 'const units = isTold ? (leaving.get(itemId) ?? 0) : undefined;',
    replace: 'const units = isTold ? undefined : undefined;',
    like: ['C14', 'C37'],
  },
  {
    name: 'a surplus in a parcel is not booked',
    file: unwanted,
    find: '  if (surplus.size === 0) return;',
    replace: '  if (surplus.size >= 0) return;',
    like: ['C34', 'C37'],
  },
  {
    name: 'what a node thought dead sends is not booked',
    file: unwanted,
    find: "if (nodeId === undefined || !work || !tellsWhatLeft(fact, before)) return 'enough';",
    replace: "if (nodeId === undefined || work) return 'enough';",
    like: ['C48', 'C55'],
  },
  {
    name: 'a departure told before the packing books nothing',
    file: unwanted,
    find: "  (fact.kind === 'packed' &&\n    before.some(",
    replace: "  (fact.kind === 'other' &&\n    before.some(",
    like: ['C54'],
  },
  {
    name: 'what was booked off is booked off once more',
    file: unwanted,
    find: 'units.set(itemId, (units.get(itemId) ?? 0) - onHandUnits);',
    replace: 'units.set(itemId, units.get(itemId) ?? 0 * onHandUnits);',
    like: ['C25', 'C28'],
  },
  {
    name: 'parcels that have left leave again',
    file: moves,
    find: '    return left === undefined || (left.nodeUri === undefined && (isWhole(uri) || !isMine(uri)));',
    replace:
      '    return left === undefined || isUntouched || !isMine(uri) || left.nodeUri !== undefined;',
    like: ['C28', 'C47'],
  },
  {
    name: 'a second parcel of an order is taken for the first',
    file: 'packages/core/src/hub/capture/whose-work.ts',
    find: '  if (byParcel) return twinOf(change, byParcel, { ...told, nodeId }) ?? byParcel;',
    replace: '  if (byParcel) return byParcel;',
    like: ['C48'],
  },
  {
    name: 'work whose rest was not found stays open for ever',
    file: 'packages/core/src/hub/capture/rest-left.ts',
    find: "if (fulfilmentId === work.fulfilmentId && state === 'live') return undefined;",
    replace: "if (fulfilmentId === work.fulfilmentId || state === 'live') return undefined;",
    like: ['C43'],
  },
  {
    name: 'a parcel is known by the first item that it holds',
    file: 'packages/core/src/hub/capture/arriving.ts',
    find: "      inside.set(item, (inside.get(item) ?? 0) + (kind === 'packed' ? units : -units));",
    replace:
      "      if (inside.size === 0 || inside.has(item)) inside.set(item, (inside.get(item) ?? 0) + (kind === 'packed' ? units : -units));",
    like: ['C18'],
  },
  {
    name: 'a parcel is counted for a work that wants none of its goods',
    file: 'packages/core/src/hub/capture/whose-work.ts',
    find: 'const likely = wanting.length > 0 ? wanting : works;',
    replace: 'const likely = wanting.length > 9 ? wanting : works;',
    like: ['C14', 'C48'],
  },
  {
    name: 'the last parcel takes all that its work holds, whatever was booked',
    file: moves,
    find: 'Math.max(0, units - (off.get(item) ?? 0))',
    replace: 'Math.max(units, off.get(item) ?? 0)',
    like: ['C14', 'C37'],
  },
  {
    name: 'a stricken node gives back what has left it, too',
    file: 'packages/core/src/hub/capture/rest-left.ts',
    find: 'units: held.length === 0 ? quantityUnits : Math.min(quantityUnits, units) };',
    replace: 'units: held.length >= 0 ? quantityUnits : units };',
    like: ['C37', 'C48'],
  },
];
