export { decideAccess, reachesTier } from './decide-access.ts';
export type { AccessRefusal, AccessResource, Sight } from './decide-access.ts';
export { accessTable, grantOf } from './grants.ts';
export type { AccessAction, Grant } from './grants.ts';
export { noTies, principalKinds, tieOf } from './principal.ts';
export type { Principal, PrincipalKind, Tie, Ties } from './principal.ts';
