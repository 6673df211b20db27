import type { Static } from 'typebox';
import type { HubOutcome, HubRefusal } from '@ordermesh/core/hub';
import type { InputFault } from '@ordermesh/core/words';
import type { RouteRefusal } from '@ordermesh/core/route';
import { AppFailure } from '../../errors/index.ts';
import type { FieldError } from '../../errors/index.ts';
import { snakeKeys } from '../../json/index.ts';
import type { unroutableSchema } from '../schemas/orders.ts';

/** The value of an outcome. @throws AppFailure when the hub refused */
export function valueOf<T>(outcome: HubOutcome<T>, ifMatch = false): T {
  if (outcome.ok) return outcome.value;
  throw refusalFailure(outcome.refusal, ifMatch);
}

/** Faults of an input as the API shows them. */
export const fieldErrorsOf = (faults: readonly InputFault[]): readonly FieldError[] =>
  faults.map(({ field, reason, remedy }) => ({ pointer: field, code: reason, why: remedy }));

/** Why nothing fits, without the trace (the decision keeps it). */
export const unroutableView = (refusal: RouteRefusal): Static<typeof unroutableSchema> => ({
  reason: refusal.reason,
  short_lines: refusal.shortLines.map(({ lineNo, itemId, missingUnits }) => ({
    line_no: lineNo,
    item: itemId,
    missing_units: missingUnits,
  })),
  nearest: refusal.nearest === undefined ? null : (snakeKeys(refusal.nearest) as Nearest),
});

type Nearest = Static<typeof unroutableSchema>['nearest'];

/** A refusal of the hub as an error that teaches. `ifMatch`: the caller named the version it knew. */
export function refusalFailure(refusal: HubRefusal, ifMatch = false): AppFailure {
  switch (refusal.reason) {
    case 'invalid':
      return invalid(refusal.faults);
    case 'not-found':
      return new AppFailure('not-found', {
        why: `There is no ${refusal.what} "${refusal.id}".`,
        more: { what: refusal.what, id: refusal.id },
      });
    case 'external-id-known':
      return new AppFailure('external-id-known', {
        why: `${refusal.externalId.system}:${refusal.externalId.id} is order ${refusal.orderId}.`,
        try: [`GET /v1/orders/${refusal.orderId}`],
        more: { order_id: refusal.orderId, external_id: refusal.externalId },
      });
    case 'key-reused':
      return new AppFailure('idempotency-key-reused', {
        why: `"${refusal.key}" came before with another body.`,
      });
    case 'stale':
      return new AppFailure(ifMatch ? 'precondition-failed' : 'version-conflict', {
        why: `The ${refusal.what} "${refusal.id}" is at version ${refusal.version} now.`,
        more: { current_version: refusal.version },
      });
    case 'wrong-state':
      return new AppFailure('wrong-state', {
        why: `The ${refusal.what} "${refusal.id}" is ${refusal.state}; this needs ${refusal.allowed.join(' or ')}.`,
        more: { state: refusal.state, allowed: refusal.allowed },
      });
    case 'fenced':
      return new AppFailure('fenced', {
        why: `The act carries epoch ${refusal.epoch}; the current epoch of ${refusal.fulfilmentId} is ${refusal.currentEpoch}.`,
        more: { epoch: refusal.epoch, current_epoch: refusal.currentEpoch },
      });
    case 'insufficient-stock':
    case 'unroutable':
    case 'contended':
      return shortage(refusal);
  }
}

function invalid(faults: readonly InputFault[]): AppFailure {
  const errors = fieldErrorsOf(faults);
  const [first] = errors;
  return new AppFailure('body-invalid', {
    ...(first !== undefined && { why: `${first.pointer || '/'}: ${first.why}` }),
    errors,
  });
}

type Shortage = Extract<HubRefusal, { reason: 'insufficient-stock' | 'unroutable' | 'contended' }>;

function shortage(refusal: Shortage): AppFailure {
  switch (refusal.reason) {
    case 'insufficient-stock':
      return new AppFailure('insufficient-stock', {
        why: refusal.lines
          .map(
            ({ lineNo, itemId, missingUnits }) =>
              `Line ${lineNo}: ${missingUnits} × ${itemId} missing.`,
          )
          .join(' '),
        more: {
          short_lines: refusal.lines.map(({ lineNo, itemId, missingUnits }) => ({
            line_no: lineNo,
            item: itemId,
            missing_units: missingUnits,
          })),
        },
      });
    case 'unroutable':
      return new AppFailure('unroutable', {
        why: `Nothing fits: ${refusal.refusal.reason}.`,
        more: unroutableView(refusal.refusal),
      });
    case 'contended':
      return new AppFailure('contended', {
        why: `${refusal.attempts} attempts lost the race for the same stock.`,
        headers: { 'retry-after': '1' },
      });
  }
}
