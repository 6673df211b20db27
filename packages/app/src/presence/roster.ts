import { namesOf } from './names.ts';
import { agreementWarnings } from './agreement.ts';
import type { PresenceWarning, PresentProcess } from './process.ts';
import { sealingWarnings } from './sealing.ts';

/** Who has said nothing for so long is thought to be gone, ms; machines' clocks may differ by less. */
const goneMs = 45_000;

/** Those who have said something lately. */
export const thoseThere = (
  known: readonly PresentProcess[],
  at: number,
): readonly PresentProcess[] => known.filter(({ seenAt }) => seenAt > at - goneMs);

/** The others that are there, and the process itself; it is never thought to be gone. */
export const presentNow = (
  known: readonly PresentProcess[],
  self: PresentProcess,
): readonly PresentProcess[] =>
  [...thoseThere(known, self.seenAt).filter(({ name }) => name !== self.name), self].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );

/**
 * What is wrong with processes that share one store: those that take orders do not agree on who places them, orders wait for a
 * router and there is none, one seals what another cannot read, they have other settings where all must have the same, or the
 * audit trail is not sealed as it should be.
 */
export const warningsAbout = (present: readonly PresentProcess[]): readonly PresenceWarning[] => [
  ...routingWarnings(present),
  ...secretWarnings(present),
  ...agreementWarnings(present),
  ...sealingWarnings(present),
];

function routingWarnings(present: readonly PresentProcess[]): readonly PresenceWarning[] {
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

/** What one seals all must be able to open. */
function secretWarnings(present: readonly PresentProcess[]): readonly PresenceWarning[] {
  const telling = present.filter(({ secrets }) => secrets !== undefined);
  const sealing = new Set(telling.flatMap(({ secrets = [] }) => secrets.slice(0, 1)));
  if (sealing.size === 0) return [];
  const blind = telling.filter(({ secrets = [] }) =>
    [...sealing].some((name) => !secrets.includes(name)),
  );
  if (blind.length === 0) return [];
  return [
    {
      warning: 'secret-differs',
      setting: 'OM_SECRET_KEY',
      why: `${namesOf(blind)} cannot read what other processes of this store seal: names and addresses of orders, and signing keys of webhooks.`,
      try: [
        'Set OM_SECRET_KEY to the same list in every process and start those that differ again.',
        'To change the secret, first add the new one behind the old one everywhere, then put it in front.',
      ],
    },
  ];
}
