import { noTies, tieOf } from '@ordermesh/core/parties';
import type { Principal, PrincipalKind, Ties } from '@ordermesh/core/parties';
import { isOwnership, keyKinds, scopes, usualScopes } from '../keys/index.ts';
import type { Scope } from '../keys/index.ts';

/** Which claims of a token say what. */
export interface ClaimNames {
  /** What kind of caller it is. */
  readonly kind: string;
  /** What is theirs: one code, a list of codes, or lists by tie. */
  readonly owns: string;
}

/** Whom a token proves. */
export interface TokenCaller {
  readonly principal: Principal;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

const subjectForm = /^[\x21-\x7e]{1,200}$/;

/**
 * Whom the claims of a verified token prove; undefined when they do not say it, so that a provider that forgets a claim gives
 * no access rather than too much. The scopes are those of the claim `scope` that the hub knows; a kind other than `admin` has
 * its usual ones when the claim is absent.
 */
export function callerOfClaims(
  claims: Readonly<Record<string, unknown>>,
  names: ClaimNames,
): TokenCaller | undefined {
  const subject = claims['sub'];
  const kind = keyKinds.find((one) => one === claims[names.kind]);
  if (kind === undefined || typeof subject !== 'string' || !subjectForm.test(subject))
    return undefined;
  const owns = ownsOf(kind, claims[names.owns]);
  if (!isOwnership(kind, owns)) return undefined;
  return {
    principal: { kind, id: `token:${subject}`, owns: { ...noTies, ...owns } },
    name: subject,
    scopes: scopesOf(kind, claims['scope']),
  };
}

function ownsOf(kind: PrincipalKind, claim: unknown): Partial<Ties> | undefined {
  const tie = tieOf[kind];
  if (tie === undefined) return {};
  if (typeof claim === 'string') return { [tie]: [claim] };
  if (Array.isArray(claim)) return { [tie]: claim as readonly string[] };
  // Lists by tie are read as they are; `isOwnership` judges them.
  return typeof claim === 'object' && claim !== null ? claim : undefined;
}

/** @see RFC 8693 §4.2: one text, names apart by spaces */
function scopesOf(kind: PrincipalKind, claim: unknown): readonly Scope[] {
  if (typeof claim !== 'string') return usualScopes[kind];
  const asked = claim.split(' ');
  return scopes.filter((scope) => asked.includes(scope));
}
