import type { InputFault } from '@ordermesh/core/words';
import { readNetworkDocument } from '@ordermesh/core/network';
import type { NetworkDocument, NodeProfile } from '@ordermesh/core/network';
import { readItemProfile } from '@ordermesh/core/parties';
import type { ItemProfile } from '@ordermesh/core/parties';
import type { Backend } from '../../backend.ts';
import { AppFailure } from '../../errors/index.ts';
import type { FieldError } from '../../errors/index.ts';
import { valueOf } from '../../http/wire/refusal.ts';
import { snakeKeys } from '../../json/index.ts';
import type { ImportRow } from './apply-stock.ts';
import { housed, told } from './housed.ts';
import { comparedRow, doubledRows, refusedRow } from './row-results.ts';
import type { RowResult } from './row-results.ts';

/** Adds or replaces items; equal ones are not written again. */
export async function applyItems(
  { hub }: Pick<Backend, 'hub'>,
  rows: readonly ImportRow[],
  isDryRun: boolean,
): Promise<readonly RowResult[]> {
  const doubled = doubledRows(
    rows.map(({ document }) => document['item_id'] as string | undefined),
    (ix) => rows[ix]?.lineNo ?? 0,
  );
  const changed: ItemProfile[] = [];
  const results = rows.map((row, ix): RowResult => {
    const { document, errors } = housed(row);
    if (errors) return refusedRow(row.ix, ...errors);
    const read = readItemProfile(document);
    if (!read.ok) return refusedRow(row.ix, ...read.refusal.map((fault) => told(fault)));
    const double = doubled.get(ix);
    if (double) return { ...double, ix: row.ix };
    const before = hub.item(read.value.itemId);
    const result = comparedRow(row.ix, snakeKeys(before), snakeKeys(read.value) as object);
    if (result.outcome !== 'same') changed.push(read.value);
    return result;
  });
  if (!isDryRun && changed.length > 0) valueOf(await hub.putItems(changed));
  return results;
}

interface NodeRow extends ImportRow {
  readonly profile: { readonly nodeId?: unknown };
}

/** Adds or replaces nodes: all sound ones of a batch become one new version of the network. */
export async function applyNodes(
  { hub }: Pick<Backend, 'hub'>,
  rows: readonly ImportRow[],
  isDryRun: boolean,
): Promise<readonly RowResult[]> {
  const refused = new Map<number, RowResult>();
  const doubled = doubledRows(
    rows.map(({ document }) => document['node_id'] as string | undefined),
    (ix) => rows[ix]?.lineNo ?? 0,
  );
  let sound = rows.flatMap((row, ix): readonly NodeRow[] => {
    const { document, errors } = housed(row);
    const double = doubled.get(ix);
    const refusal = errors ? refusedRow(row.ix, ...errors) : double;
    if (!refusal) return [{ ...row, profile: document as NodeRow['profile'] }];
    refused.set(row.ix, { ...refusal, ix: row.ix });
    return [];
  });
  const current = hub.network();
  for (;;) {
    // Every fault is wanted, so that each round finds all rows that are to go: a few rounds, however many rows.
    const read = readNetworkDocument(networkWith(current, sound), Infinity);
    if (read.ok) return finish({ hub }, { rows, sound, refused, network: read.value, isDryRun });
    const faulty = faultsByRow(current, sound, read.refusal);
    if (faulty.size === 0)
      throw new AppFailure('body-invalid', { errors: read.refusal.map((fault) => told(fault)) });
    for (const [ix, errors] of faulty) refused.set(ix, refusedRow(ix, ...errors));
    sound = sound.filter(({ ix }) => !faulty.has(ix));
  }
}

/** Nodes that stay first, then the rows, so that a fault's place tells its row. */
function networkWith(current: NetworkDocument, sound: readonly NodeRow[]) {
  const ids = new Set(sound.map(({ profile }) => profile.nodeId));
  const stay = current.nodes.filter(({ nodeId }) => !ids.has(nodeId));
  return {
    ...current,
    version: Math.max(1, current.version),
    nodes: [...stay, ...sound.map(({ profile }) => profile)],
  };
}

/** More faults of one row help nobody. */
const faultsPerRowMax = 20;

function faultsByRow(
  current: NetworkDocument,
  sound: readonly NodeRow[],
  faults: readonly InputFault[],
): ReadonlyMap<number, readonly FieldError[]> {
  const from = networkWith(current, sound).nodes.length - sound.length;
  const found = new Map<number, FieldError[]>();
  for (const fault of faults) {
    const [, part, place] = fault.field.split('/');
    const row = part === 'nodes' ? sound[Number(place) - from] : undefined;
    if (!row) continue;
    const before = found.get(row.ix) ?? [];
    if (before.length < faultsPerRowMax) found.set(row.ix, [...before, told(fault, 2)]);
  }
  return found;
}

async function finish(
  { hub }: Pick<Backend, 'hub'>,
  judged: {
    readonly rows: readonly ImportRow[];
    readonly sound: readonly NodeRow[];
    readonly refused: ReadonlyMap<number, RowResult>;
    readonly network: NetworkDocument;
    readonly isDryRun: boolean;
  },
): Promise<readonly RowResult[]> {
  const byId = (nodes: readonly NodeProfile[]) => new Map(nodes.map((node) => [node.nodeId, node]));
  const [before, after] = [byId(hub.network().nodes), byId(judged.network.nodes)];
  const results = new Map(
    judged.sound.map(({ ix, profile }) => {
      const id = profile.nodeId as NodeProfile['nodeId'];
      return [ix, comparedRow(ix, snakeKeys(before.get(id)), snakeKeys(after.get(id)) as object)];
    }),
  );
  const isChanged = [...results.values()].some(({ outcome }) => outcome !== 'same');
  if (!judged.isDryRun && isChanged) valueOf(await hub.publishNetwork(judged.network, 'import'));
  return judged.rows.flatMap(({ ix }) => judged.refused.get(ix) ?? results.get(ix) ?? []);
}
