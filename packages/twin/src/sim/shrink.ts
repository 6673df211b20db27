import { calm } from './faults/fault-mix.ts';
import type { FaultName } from './faults/fault-mix.ts';
import { runSchedule, usualCustomers, usualHours } from './schedule.ts';
import type { ScheduleAsk, ScheduleReport } from './schedule.ts';

/** The smallest schedule found that still breaks the same invariant. */
export interface Shrunk {
  readonly ask: ScheduleAsk;
  readonly report: ScheduleReport;
  readonly runs: number;
}

/**
 * Makes a failing schedule smaller: faults are left out one by one, then customers and hours are halved, as long as the
 * first broken invariant breaks again. Chance is drawn by name, so leaving a fault out moves the others little.
 *
 * @param failing what was asked, with a report that has violations
 */
export async function shrink(
  failing: { readonly ask: ScheduleAsk; readonly report: ScheduleReport },
  onTry: (runs: number) => void = () => undefined,
): Promise<Shrunk> {
  const wanted = failing.report.violations[0]?.invariant;
  let { ask, report } = failing;
  let runs = 0;
  const breaksWith = async (change: Partial<ScheduleAsk>): Promise<boolean> => {
    runs += 1;
    onTry(runs);
    const smaller = { ...ask, ...change };
    const tried = await runSchedule(smaller);
    if (!tried.violations.some(({ invariant }) => invariant === wanted)) return false;
    [ask, report] = [smaller, tried];
    return true;
  };
  for (const name of faultsOf(report))
    await breaksWith({ without: [...(ask.without ?? []), name] });
  while (customersOf(ask) > 2 && (await breaksWith({ customers: customersOf(ask) >> 1 })));
  while (hoursOf(ask) > 0.5 && (await breaksWith({ hours: hoursOf(ask) / 2 })));
  return { ask, report, runs };
}

const faultsOf = ({ mix }: ScheduleReport): readonly FaultName[] =>
  (Object.keys(mix) as FaultName[]).filter((name) => mix[name] !== calm[name]);
const customersOf = ({ customers = usualCustomers }: ScheduleAsk): number => customers;
const hoursOf = ({ hours = usualHours }: ScheduleAsk): number => hours;

/** The command that runs exactly this schedule. */
export const commandOf = ({ seed, hours, customers, without }: ScheduleAsk): string =>
  [
    `npm run sim -- --from ${String(seed)} --seeds 1`,
    ...(hours === undefined ? [] : [`--hours ${String(hours)}`]),
    ...(customers === undefined ? [] : [`--customers ${String(customers)}`]),
    ...(without?.length ? [`--without ${without.join(',')}`] : []),
  ].join(' ');
