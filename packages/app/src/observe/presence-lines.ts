import { allRoles } from '../config/index.ts';
import type { Presence, PresenceWarning } from '../presence/index.ts';
import { gauge, metric } from './text-format.ts';

/** Who shares the store, and what is wrong with them together. */
export function presenceLines({
  present,
  warnings,
}: Pick<Presence, 'present' | 'warnings'>): string[] {
  const name = 'ordermesh_processes';
  const [there, wrong] = [present(), warnings().map(({ warning }) => warning)];
  return [
    ...metric('gauge', name, 'Processes of this store that are there, by role.'),
    ...[...allRoles].map(
      (role) =>
        `${name}{role="${role}"} ${there.filter(({ roles }) => roles.includes(role)).length}`,
    ),
    ...gauges.flatMap(([warning, gaugeName, says]) =>
      gauge(gaugeName, says, wrong.filter((one) => one === warning).length),
    ),
  ];
}

const gauges: readonly (readonly [PresenceWarning['warning'], name: string, says: string])[] = [
  [
    'routing-differs',
    'ordermesh_routing_differs',
    '1 when processes that take orders differ in OM_ROUTING.',
  ],
  [
    'router-missing',
    'ordermesh_router_missing',
    '1 when orders wait for a router and no process has the role.',
  ],
  [
    'secret-differs',
    'ordermesh_secret_differs',
    '1 when a process cannot read what another one seals: OM_SECRET_KEY differs.',
  ],
  [
    'settings-differ',
    'ordermesh_settings_differ',
    'Settings that processes of this store must have in common and have not.',
  ],
  [
    'audit-chain-broken',
    'ordermesh_audit_chain_broken',
    '1 when the seals of the audit trail do not go on from what a process that signs knows.',
  ],
  [
    'audit-unsigned',
    'ordermesh_audit_unsigned',
    '1 when a process seals the audit trail without a key while others sign, or earlier seals are signed.',
  ],
  [
    'audit-key-unknown',
    'ordermesh_audit_key_unknown',
    '1 when a process does not know a key that another one signs seals with.',
  ],
];
