import { core } from './plant.ts';

type Planted = { path: string; text: string };

const planted = (path: string, text: string): Planted => ({ path, text: `${text}\n` });

/** Files that the plants lean on; they break no rule on their own account, or only beside their plant. */
export const companions: readonly Planted[] = [
  planted(`${core}/stock/decide/planted-inside.ts`, 'export const plantedInside = 1;'),
  planted(`${core}/planted-room/planted-stranger.ts`, 'export const plantedStranger = 1;'),
  planted(
    `${core}/settle/decide/planted-hen.ts`,
    "import { egg } from './planted-egg.ts';\n\nexport const hen = (): unknown => egg;",
  ),
  ...Array.from({ length: 12 }, (_, i) =>
    planted(`${core}/track/views/planted-${i}.ts`, `export const planted${i} = ${i};`),
  ),
];

/** Honest files in the same places: no judge may say a word about them. */
export const controls: readonly Planted[] = [
  planted(
    `${core}/release/decide/honest-decision.ts`,
    `import { accept, refuse } from '../../words/index.ts';
import type { NodeId, Outcome } from '../../words/index.ts';

/** How late the question came. */
export type AfterCutoff = { readonly reason: 'after-cutoff'; readonly lateMs: number };

/** Releases before the cut-off and refuses after it. */
export function honestRelease(
  nodeId: NodeId,
  at: number,
  cutoffAt: number,
): Outcome<{ nodeId: NodeId; weightGrams: number }, AfterCutoff> {
  if (at >= cutoffAt) return refuse({ reason: 'after-cutoff', lateMs: at - cutoffAt });
  return accept({ nodeId, weightGrams: 1200 });
}`,
  ),
  planted(
    `${core}/release/decide/honest-decision.test.ts`,
    `import { expect, it } from 'vitest';

import { nodeId } from '../../words/index.ts';
import { honestRelease } from './honest-decision.ts';

it('refuses after the cut-off and says how late', () => {
  const outcome = honestRelease(nodeId('planted'), 12, 10);
  expect(outcome).toEqual({ ok: false, refusal: { reason: 'after-cutoff', lateMs: 2 } });
});`,
  ),
  planted(
    'packages/adapters/src/honest-query.ts',
    `import type { Client } from 'pg';

import type { OrderId } from '@ordermesh/core/words';

const columns = 'order_id, version';

/** Newest first; at most a hundred. */
export const listOrders = \`select \${columns} from customer_order where order_id > $1 order by order_id limit 100\`;

/** A driver that cannot be reached. */
export class HonestFailure extends Error {
  readonly retryable = true;
}

/** The statement keeps the value apart from the text. */
export async function honestList(client: Client, after: OrderId): Promise<unknown> {
  const { rows } = await client.query<{ order_id: string }>(listOrders, [after]);
  return rows;
}`,
  ),
  planted(
    'packages/app/src/honest-setting.ts',
    `/** The one place that may look: app. */
export const honestSetting = (name: string): string | undefined => process.env[name];

/** English is not SQL. */
export const honestAdvice = 'Update the strategy, then select a node from the list.';`,
  ),
];
