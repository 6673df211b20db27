import { BusFailure } from '@ordermesh/core/hub';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';

/** Tells what went wrong in the words of the port. */
export function asBusFailure(failure: unknown): BusFailure {
  if (failure instanceof BusFailure) return failure;
  const text = failure instanceof Error ? failure.message : String(failure);
  const more = { cause: failure };
  if (isApi(failure, JetStreamApiCodes.StreamWrongLastSequence))
    return new BusFailure('moved', `Somebody else has written meanwhile: ${text}`, more);
  if (isApi(failure, JetStreamApiCodes.JetStreamNotEnabledForAccount))
    return new BusFailure('unfit', 'The account of this user has no JetStream.', more);
  return new BusFailure('away', `The bus could not do its work: ${text}`, more);
}

/** Whether JetStream refused with this code. */
export const isApi = (failure: unknown, code: number): boolean =>
  failure instanceof JetStreamApiError && failure.code === code;
