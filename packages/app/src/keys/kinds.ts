import { principalKinds, tieOf } from '@ordermesh/core/parties';
import type { PrincipalKind, Ties } from '@ordermesh/core/parties';
import { scopes } from './api-keys.ts';
import type { Scope } from './api-keys.ts';

/** Kinds that a key or a token may be of; links have tokens of their own, and strangers have nothing. */
export const keyKinds = principalKinds.filter(
  (kind) => kind !== 'anonymous' && kind !== 'tracking_link',
);

const ofNodes: readonly Scope[] = ['orders:write', 'nodes:write', 'stock:write'];

/** The scopes of a kind when nobody says: all that its kind can use. Staff and systems are given theirs one by one. */
export const usualScopes: Readonly<Record<PrincipalKind, readonly Scope[]>> = {
  anonymous: [],
  tracking_link: ['orders:read'],
  consumer: ['orders:write'],
  vip: ['orders:write'],
  enterprise: ['orders:write'],
  node_operator: ofNodes,
  carrier: ['orders:read'],
  '3pl': ofNodes,
  analyst: scopes.filter((scope) => scope.endsWith(':read')),
  admin: [],
};

const codeForm = /^[^\s\p{Cc}]{1,200}$/u;

/** Whether what a key or token says of its owner makes sense: a kind that owns has something, in codes. */
export function isOwnership(kind: PrincipalKind, owns: unknown): owns is Partial<Ties> {
  if (typeof owns !== 'object' || owns === null || Array.isArray(owns)) return false;
  const lists = Object.entries(owns);
  const known = Object.values(tieOf);
  const fine = lists.every(
    ([tie, codes]) => known.some((one) => one === tie) && isCodes(codes as unknown),
  );
  const tie = tieOf[kind];
  return fine && (tie === undefined || (owns as Partial<Ties>)[tie] !== undefined);
}

const isCodes = (codes: unknown): codes is readonly string[] =>
  Array.isArray(codes) &&
  codes.length > 0 &&
  codes.length <= 200 &&
  codes.every((code) => typeof code === 'string' && codeForm.test(code));
