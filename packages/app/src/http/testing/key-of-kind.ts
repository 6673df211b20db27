import type { PrincipalKind, Ties } from '@ordermesh/core/parties';
import { createKey, usualScopes } from '../../keys/index.ts';

const owned: Readonly<Partial<Record<PrincipalKind, Partial<Ties>>>> = {
  consumer: { customers: ['c_mine'] },
  vip: { customers: ['c_mine'] },
  enterprise: { customers: ['c_mine', 'c_mine_too'] },
  node_operator: { nodes: ['st_a'] },
  '3pl': { nodes: ['st_a'] },
  carrier: { services: ['parcel'] },
};

/** A key of a kind with all scopes that are usual for it, whose owner has the things of the first owner. */
export const keyOfKind = (kind: PrincipalKind): ReturnType<typeof createKey> =>
  createKey({
    name: kind,
    mode: 'test',
    scopes: kind === 'admin' ? ['admin'] : usualScopes[kind],
    at: 0,
    kind,
    owns: owned[kind] ?? {},
  });
