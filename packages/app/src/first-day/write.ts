import type { Approval, Ordermesh } from '@ordermesh/sdk';
import { AppFailure } from '../errors/index.ts';
import { snakeKeys } from '../json/index.ts';
import type { Answers } from './answers.ts';
import { takeFile } from './plan/goods.ts';
import type { Plan } from './plan/plan-types.ts';

/**
 * Writes a plan through the API: items, network, stock, strategy. Each step is whole or not at all; a run that was
 * killed between two of them is completed by the next run.
 *
 * @returns what another key must agree to first (setting `fourEyes`); what comes after it is not written
 */
export async function writeFirstDay(
  client: Ordermesh,
  plan: Plan,
  { name, items_file: itemsFile, stock_file: stockFile }: Answers,
): Promise<Approval | undefined> {
  const note = `init: ${name}`;
  if (plan.items.length > 0) await client.stock.putItems(plan.items);
  if (itemsFile !== undefined) await takeWhole(client, 'items', itemsFile);
  if (plan.network) {
    const { approval } = await client.network.publish(snakeKeys(plan.network) as object, note);
    if (approval) return approval;
  }
  if (plan.stock.length > 0) await client.stock.set(plan.stock, note);
  if (stockFile !== undefined) await takeWhole(client, 'stock', stockFile);
  if (!plan.strategy) return undefined;
  return (await client.strategies.publish(plan.strategy, note)).approval;
}

async function takeWhole(client: Ordermesh, kind: 'items' | 'stock', path: string): Promise<void> {
  const { counts, faults, errorsPath } = await takeFile(kind, path, { client, isDryRun: false });
  const [fault] = faults;
  if (counts.refused === 0) return;
  throw new AppFailure('import-refused-rows', {
    why: `${path}: ${counts.refused} rows were refused${fault ? `; row ${fault.rowNo}, ${fault.column}: ${fault.remedy}` : ''}.`,
    try: [`ordermesh import ${kind} ${errorsPath ?? path}`],
  });
}
