import type { NodeProfile } from '@ordermesh/core/network';
import type { Imported, Ordermesh, StockCount } from '@ordermesh/sdk';
import { AppFailure } from '../../errors/index.ts';
import type { FileKind } from '../../files/kinds.ts';
import { importFile } from '../../files/run/import-file.ts';
import type { ImportReport } from '../../files/run/import-file.ts';
import type { Answers } from '../answers.ts';
import type { Plan, Planning, PlanRow } from './plan-types.ts';

/** Items as answered, held against those that are there. */
export async function itemRows(
  answers: Answers,
  planning: Planning,
): Promise<{ readonly rows: readonly PlanRow[]; readonly documents: Plan['items'] }> {
  const documents = answers.items.map(({ id, name, weight_grams }) => ({
    item_id: id,
    name,
    unit: 'each',
    weight_grams,
    temperature_class: 'ambient',
  }));
  const judged =
    planning.client && documents.length > 0
      ? await planning.client.files.importRows('items', documents, { dryRun: true })
      : allNew(documents);
  refuseRefused(judged, 'items');
  const rows = documents.map(({ item_id: id }, i): PlanRow => {
    const outcome = judged.results.find(({ line }) => line === i + 1)?.outcome ?? 'same';
    const changed = planning.isReplace ? 'replaced' : 'kept';
    return { part: 'item', id, outcome: outcome === 'changed' ? changed : asOutcome(outcome) };
  });
  const file = await fileRow('items', answers.items_file, planning);
  return {
    rows: [...rows, ...file],
    documents: documents.filter((_, i) => ['new', 'replaced'].includes(rows[i]?.outcome ?? '')),
  };
}

const asOutcome = (outcome: string): 'new' | 'same' => (outcome === 'new' ? 'new' : 'same');

/** What a store answers that holds nothing yet. */
const allNew = (documents: readonly unknown[]): Imported => ({
  dry_run: true,
  new: documents.length,
  changed: 0,
  same: 0,
  refused: 0,
  results: documents.map((_, i) => ({ line: i + 1, outcome: 'new' as const })),
});

function refuseRefused({ results }: Imported, part: 'items' | 'stock'): void {
  const errors = results.flatMap(({ line, errors: faults = [] }) =>
    faults.map(({ pointer, code, why }) => ({
      pointer: `/${part}/${line - 1}${pointer}`,
      code,
      why,
    })),
  );
  const [first] = errors;
  if (first)
    throw new AppFailure('answer-invalid', { errors, why: `${first.pointer}: ${first.why}` });
}

/** Counts of the answered items at every node; a position that is there stays as it is counted. */
export async function stockRows(
  answers: Answers,
  { client, isReplace, nodes, ...planning }: Planning & { readonly nodes: readonly NodeProfile[] },
): Promise<{ readonly rows: readonly PlanRow[]; readonly counts: Plan['stock'] }> {
  const rows: PlanRow[] = [];
  const counts: StockCount[] = [];
  for (const { id: item, units } of answers.items)
    for (const { nodeId: node } of nodes) {
      const before = await onHand(client, item, node);
      const other = isReplace ? 'replaced' : 'kept';
      const outcome = before === undefined ? 'new' : before === units ? 'same' : other;
      rows.push({ part: 'stock', id: `${item} @ ${node}`, outcome });
      if (outcome === 'new' || outcome === 'replaced')
        counts.push({ node, item, on_hand_units: units });
    }
  const file = await fileRow('stock', answers.stock_file, { client, isReplace, ...planning });
  return { rows: [...rows, ...file], counts };
}

async function onHand(
  client: Ordermesh | undefined,
  item: string,
  node: string,
): Promise<number | undefined> {
  if (!client) return undefined;
  for await (const row of client.stock.list({ item, node, limit: 1 })) return row.on_hand_units;
  return undefined;
}

/** Imports a file, or looks what would come of it; without a client every row counts as new. */
export const takeFile = (
  kind: FileKind,
  path: string,
  how: { readonly client: Ordermesh | undefined; readonly isDryRun: boolean },
): Promise<ImportReport> =>
  importFile({
    kind,
    path,
    mapping: {},
    isDryRun: how.isDryRun,
    isResume: false,
    send: (documents) =>
      how.client
        ? how.client.files.importRows(kind, documents, { dryRun: how.isDryRun })
        : Promise.resolve(allNew(documents)),
  });

/** @throws AppFailure `answer-invalid` when rows are wrong, or when they would change what is there unasked */
async function fileRow(
  kind: 'items' | 'stock',
  path: string | undefined,
  { client, isReplace }: Planning,
): Promise<readonly PlanRow[]> {
  if (path === undefined) return [];
  const { counts, faults } = await takeFile(kind, path, { client, isDryRun: true });
  const [fault] = faults;
  // Stock of items that come with the same run is judged when it is written.
  if (fault && kind === 'items')
    throw new AppFailure('answer-invalid', {
      why: `--items-file: row ${fault.rowNo}, ${fault.column}: ${fault.reason}. ${fault.remedy}`,
    });
  if (counts.changed > 0 && !isReplace)
    throw new AppFailure('answer-invalid', {
      why: `--${kind}-file: ${path} would change ${counts.changed} ${kind} that are there.`,
      try: ['ordermesh init --replace', `ordermesh import ${kind} ${path} --dry-run`],
    });
  const part = kind === 'items' ? 'item' : 'stock';
  const isAny = counts.new + counts.changed + counts.refused > 0;
  const outcome = counts.changed > 0 ? 'replaced' : isAny ? 'new' : 'same';
  return [{ part, id: `${path} (${counts.rows})`, outcome }];
}
