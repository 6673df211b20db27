/**
 * `npm run sim:bugs`: plants bugs on purpose, one at a time, and counts how many schedules the simulator needs until an
 * invariant breaks. A simulator that finds nothing in good code proves little; this says what it would have found.
 *
 *   npm run sim:bugs                            every bug, at most 200 schedules each
 *   npm run sim:bugs -- --seeds 2000            look longer
 *   npm run sim:bugs -- --only "double release|ack before"
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import { allBugs } from './bugs/catalogue/index.ts';
import { huntAll, huntOne } from './bugs/hunt.ts';
import type { HuntAsk, Hunted } from './bugs/hunt.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    customers: { type: 'string', default: '30' },
    only: { type: 'string', default: '' },
    workers: { type: 'string', default: String(Math.min(8, availableParallelism())) },
  },
});
const root = process.cwd();
const base = { root, from: Number(values.from), customers: Number(values.customers) };
const asked = allBugs.filter(({ name }) =>
  values.only.split('|').some((part) => name.includes(part)),
);

const line = ({ bug, result }: Hunted): string => {
  const name = (bug?.name ?? 'no bug at all').padEnd(58);
  if (result.outcome === 'killed')
    return `✓ ${name} ${String(result.seeds).padStart(5)}  ${result.by}`;
  if (result.outcome === 'survived')
    return `✗ ${name} ${String(result.seeds).padStart(5)}  survived`;
  return `! ${name}        ${result.outcome}: ${result.message}`;
};

const clean = await huntOne({ ...base, seeds: Math.min(50, Number(values.seeds)) });
if (clean.outcome !== 'survived') {
  console.log(line({ bug: undefined, result: clean }));
  console.log('The house as it is breaks an invariant: what is found below proves nothing.');
  process.exit(1);
}
const asks = asked.map((bug): HuntAsk => ({ ...base, bug, seeds: Number(values.seeds) }));
const hunted = await huntAll(asks, Number(values.workers), (one) => {
  console.log(line(one));
});
const killed = hunted.flatMap(({ result }) => (result.outcome === 'killed' ? [result.seeds] : []));
killed.sort((a, b) => a - b);
console.log(
  `${String(killed.length)} of ${String(hunted.length)} planted bugs killed (${((100 * killed.length) / Math.max(1, hunted.length)).toFixed(0)} %), ` +
    `median ${String(killed[killed.length >> 1] ?? 0)} schedules, worst ${String(killed.at(-1) ?? 0)}`,
);
process.exit(killed.length === hunted.length ? 0 : 1);
