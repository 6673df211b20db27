import type { Disturbance, Fault, Stage } from '../fault.ts';
import type { App } from '../stage/app.ts';
import { noPostgres } from './kill.ts';

/** Decisions of a process that were made again because another one had taken the stock meanwhile. */
async function takenOf(app: App): Promise<number> {
  const answer = await fetch(`${app.url}/metrics`, { signal: AbortSignal.timeout(10_000) });
  const found = /^ordermesh_stock_taken_retries_total (\d+)$/m.exec(await answer.text());
  if (!found) throw new Error(`${app.name} does not say how often its stock was taken`);
  return Number(found[1]);
}

function beginContending({ apps }: Stage): Disturbance {
  let taken: readonly number[] = [];
  return {
    fired: () => taken.reduce((sum, count) => sum + count, 0),
    notes: () => [
      `decided again because another process had taken the stock: ${taken.join(', ')} times`,
    ],
    heal: async () => {
      taken = await Promise.all(apps.map(takenOf));
    },
  };
}

/** Nothing breaks: every order wants goods of which there is half, and all processes want them at once. */
export const contend: Fault = {
  name: 'contend',
  says: 'every order wants one of three items of which there is half as much, from every process at once; what strikes is that another process was first',
  store: 'postgres',
  lacks: noPostgres,
  open: () => Promise.resolve({ scarceEvery: 1, begin: beginContending }),
};
