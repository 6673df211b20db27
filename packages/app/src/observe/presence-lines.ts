import { allRoles } from '../config/index.ts';
import type { Presence } from '../presence/index.ts';
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
    ...gauge(
      'ordermesh_routing_differs',
      '1 when processes that take orders differ in OM_ROUTING.',
      wrong.includes('routing-differs') ? 1 : 0,
    ),
    ...gauge(
      'ordermesh_router_missing',
      '1 when orders wait for a router and no process has the role.',
      wrong.includes('router-missing') ? 1 : 0,
    ),
    ...gauge(
      'ordermesh_secret_differs',
      '1 when a process cannot read what another one seals: OM_SECRET_KEY differs.',
      wrong.includes('secret-differs') ? 1 : 0,
    ),
  ];
}
