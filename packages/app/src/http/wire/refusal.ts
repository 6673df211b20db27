import type { Static } from 'typebox';
import type { HubOutcome, HubRefusal } from '@ordermesh/core/hub';
import { instantText } from '@ordermesh/core/words';
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
  short_lines: refusal.shortLines.map(shortLineView),
  nearest: refusal.nearest === undefined ? null : (snakeKeys(refusal.nearest) as Nearest),
});

const shortLineView = (line: RouteRefusal['shortLines'][number]): ShortLine => ({
  line_no: line.lineNo,
  item: line.itemId,
  missing_units: line.missingUnits,
});

type ShortLine = Static<typeof unroutableSchema>['short_lines'][number];
type Nearest = Static<typeof unroutableSchema>['nearest'];

/** A refusal of the hub as an error that teaches. `ifMatch`: the caller named the version it knew. */
export function refusalFailure(refusal: HubRefusal, ifMatch = false): AppFailure {
  // Each teller takes the refusal of its own name; the compiler cannot follow a union through a table.
  const tell = tellers[refusal.reason] as (refusal: HubRefusal, ifMatch: boolean) => AppFailure;
  return tell(refusal, ifMatch);
}

type Tellers = {
  readonly [Reason in HubRefusal['reason']]: (
    refusal: Extract<HubRefusal, { reason: Reason }>,
    ifMatch: boolean,
  ) => AppFailure;
};

const tellers: Tellers = {
  invalid: ({ faults }) => invalid(faults),
  'not-found': ({ what, id }) =>
    new AppFailure('not-found', { why: `There is no ${what} "${id}".`, more: { what, id } }),
  'external-id-known': ({ orderId, externalId }) =>
    new AppFailure('external-id-known', {
      why: `${externalId.system}:${externalId.id} is order ${orderId}.`,
      try: [`GET /v1/orders/${orderId}`],
      more: { order_id: orderId, external_id: externalId },
    }),
  'key-reused': ({ key }) =>
    new AppFailure('idempotency-key-reused', { why: `"${key}" came before with another body.` }),
  stale: ({ what, id, version }, ifMatch) =>
    new AppFailure(ifMatch ? 'precondition-failed' : 'version-conflict', {
      why: `The ${what} "${id}" is at version ${version} now.`,
      more: { current_version: version },
    }),
  'wrong-state': ({ what, id, state, allowed }) =>
    new AppFailure('wrong-state', {
      why: `The ${what} "${id}" is ${state}; this needs ${allowed.join(' or ')}.`,
      more: { state, allowed },
    }),
  fenced: ({ fulfilmentId, epoch, currentEpoch }) =>
    new AppFailure('fenced', {
      why: `The act carries epoch ${epoch}; the current epoch of ${fulfilmentId} is ${currentEpoch}.`,
      more: { epoch, current_epoch: currentEpoch },
    }),
  'insufficient-stock': ({ lines }) =>
    new AppFailure('insufficient-stock', {
      why: lines
        .map((line) => `Line ${line.lineNo}: ${line.missingUnits} × ${line.itemId} missing.`)
        .join(' '),
      more: { short_lines: lines.map(shortLineView) },
    }),
  unroutable: ({ refusal }) =>
    new AppFailure('unroutable', {
      why: `Nothing fits: ${refusal.reason}.`,
      more: unroutableView(refusal),
    }),
  contended: ({ attempts }) =>
    new AppFailure('contended', {
      why: `${attempts} attempts lost the race for the same stock.`,
      headers: { 'retry-after': '1' },
    }),
  busy: ({ waiting, retryAfterMs }) =>
    new AppFailure('hub-busy', {
      why: `${waiting} requests are waiting.`,
      headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) },
      more: { waiting },
    }),
  'own-approval': ({ by }) =>
    new AppFailure('own-approval', { why: `${by} asked for it; somebody else has to agree.` }),
  'already-claimed': ({ offerId }) =>
    new AppFailure('already-claimed', {
      why: `Offer "${offerId}" was claimed by another node.`,
      more: { offer_id: offerId },
    }),
  'offer-over': ({ offerId, state }) =>
    new AppFailure('offer-over', {
      why: `Offer "${offerId}" is ${state}.`,
      more: { offer_id: offerId, state },
    }),
  'slot-full': ({ nodeId, slotAt, ordersUsed, ordersMax }) =>
    new AppFailure('slot-full', {
      why: `${nodeId} has ${ordersUsed} of ${ordersMax} places used or held.`,
      more: { node: nodeId, slot_at: instantText(slotAt) },
    }),
};

function invalid(faults: readonly InputFault[]): AppFailure {
  const errors = fieldErrorsOf(faults);
  const [first] = errors;
  return new AppFailure('body-invalid', {
    ...(first !== undefined && { why: `${first.pointer || '/'}: ${first.why}` }),
    errors,
  });
}
