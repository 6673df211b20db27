import type { Role, Settings } from '../config/index.ts';

/** A process as the others know it. */
export interface PresentProcess {
  /** Machine, number and start, e.g. `api-7f9c/17/3b1c`. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Its setting `routing`. */
  readonly routing: Settings['routing'];
  /** When it last said that it is there, by its own clock, epoch ms. */
  readonly seenAt: number;
}

/** Something about the processes of a hub together that people should mend; each of them works. */
export interface PresenceWarning {
  readonly warning: 'routing-differs' | 'router-missing';
  /** The setting, as the environment names it. */
  readonly setting: string;
  readonly why: string;
  readonly try: readonly string[];
}

/** Who has said nothing for so long is thought to be gone, ms; machines' clocks may differ by less. */
const goneMs = 45_000;

/** The others that are there, and the process itself; it is never thought to be gone. */
export const presentNow = (
  known: readonly PresentProcess[],
  self: PresentProcess,
): readonly PresentProcess[] =>
  [
    ...known.filter(({ name, seenAt }) => name !== self.name && seenAt > self.seenAt - goneMs),
    self,
  ].sort((a, b) => (a.name < b.name ? -1 : 1));

/**
 * What is wrong with processes that share one store: those that take orders do not agree on who places them, or orders wait for a
 * router and there is none.
 */
export function warningsAbout(present: readonly PresentProcess[]): readonly PresenceWarning[] {
  const takers = present.filter(({ roles }) => roles.includes('api'));
  const [waiting, placing] = [
    takers.filter(({ routing }) => routing === 'router'),
    takers.filter(({ routing }) => routing === 'intake'),
  ];
  const warnings: PresenceWarning[] = [];
  if (waiting.length > 0 && placing.length > 0)
    warnings.push({
      warning: 'routing-differs',
      setting: 'OM_ROUTING',
      why: `Processes that take orders do not agree: ${namesOf(waiting)} with router, ${namesOf(placing)} with intake. The same order is answered with a plan by some and without by others.`,
      try: ['Set OM_ROUTING to the same value in every process and start those that differ again.'],
    });
  if (waiting.length > 0 && !present.some(({ roles }) => roles.includes('router')))
    warnings.push({
      warning: 'router-missing',
      setting: 'OM_ROUTING',
      why: `Orders wait for a router because OM_ROUTING=router in ${namesOf(waiting)}, and no process has the role router.`,
      try: [
        'Start a process with OM_ROLES=router on the same store.',
        'Or set OM_ROUTING=intake; orders that wait still need a router once.',
      ],
    });
  return warnings;
}

const namesMax = 5;

function namesOf(some: readonly PresentProcess[]): string {
  const names = some.slice(0, namesMax).map(({ name }) => name);
  const more = some.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${String(more)} more`;
}
