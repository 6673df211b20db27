import type { Sight } from '@ordermesh/core/parties';
import { AppFailure } from '../../errors/index.ts';
import type { ErrorName } from '../../errors/index.ts';
import type { RouteAnswer, RouteDefinition } from '../route.ts';
import { seenOf } from './project.ts';
import type { Permit } from './route-access.ts';

const seesAll = ({ tier, seesPersonal }: Sight): boolean => tier === 'high' && seesPersonal;

/** The answer as its reader may see it. Staff see it as it is. */
export function seenAnswer(
  { responses }: RouteDefinition,
  answer: RouteAnswer,
  permit: Permit,
): RouteAnswer {
  if (permit.owns === undefined && seesAll(permit)) return answer;
  if (answer.body === undefined) return answer;
  const { schema, mediaType } = responses[answer.status] ?? {};
  // A body that is no JSON value cannot be cut, so nothing of it is shown.
  const isCut = schema !== undefined && mediaType === undefined;
  return { ...answer, body: isCut ? seenOf(schema, answer.body, permit) : {} };
}

/** Refusals that tell of stock, nodes and orders of others. */
const telling: Readonly<Record<string, ErrorName>> = {
  OM3002: 'external-id-known',
  OM3008: 'insufficient-stock',
  OM3009: 'unroutable',
  OM3041: 'already-claimed',
  OM3043: 'slot-full',
};

/** A refusal as its reader may see it: the particulars of what is not theirs are for staff. */
export function seenFailure(failure: unknown, permit: Permit): unknown {
  if (permit.owns === undefined || !(failure instanceof AppFailure)) return failure;
  const name = telling[failure.entry.code];
  return name === undefined ? failure : new AppFailure(name, { headers: failure.headers });
}
