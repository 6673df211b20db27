import type { Static } from 'typebox';
import { instantText } from '@ordermesh/core/words';
import { headText } from '@ordermesh/core/hub';
import type { LoggedEvent, TrailCheck, TrailSeal } from '@ordermesh/core/hub';
import { shortType } from '../../webhooks/index.ts';
import type {
  auditEntrySchema,
  trailCheckSchema,
  trailHeadSchema,
} from '../schemas/access/audit.ts';

type AuditEntry = Static<typeof auditEntrySchema>;

/** Rows of stock that one entry lists; the event has all. */
const stockMax = 50;

/** An event that names who made it, as the audit trail shows it: settings and counts, nothing that is said of people. */
export const auditEntry = (event: LoggedEvent): AuditEntry => ({
  position: event.sequence,
  at: instantText(event.recordedAt),
  ...whoOf(event),
  change: shortType(event.type),
  resource: event.orderId === undefined ? event.subject : `order/${event.orderId}`,
  subject: event.subject,
  reason: reasonOf(event),
  ...fieldsOf(event),
  stock: stockOf(event),
});

const whoOf = ({
  by,
}: LoggedEvent): Pick<AuditEntry, 'principal' | 'operation' | 'request_id'> => ({
  principal: by?.principal ?? '',
  operation: by?.operation ?? '',
  request_id: by?.requestId ?? null,
});

const fieldsOf = ({ changed }: LoggedEvent): Pick<AuditEntry, 'changed' | 'changed_more'> => ({
  changed: (changed?.fields ?? []).map((one) => ({ ...one })),
  changed_more: changed?.more ?? 0,
});

const stockOf = ({ stockMoves }: LoggedEvent): AuditEntry['stock'] =>
  stockMoves
    .filter(({ onHandUnits, safetyUnits }) => onHandUnits !== 0 || safetyUnits !== 0)
    .slice(0, stockMax)
    .map(({ nodeId, itemId, lot, onHandUnits, safetyUnits }) => ({
      node: nodeId,
      item: itemId,
      lot,
      on_hand_units: onHandUnits,
      safety_units: safetyUnits,
    }));

const codeForm = /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/;

/** What people wrote about an order may name its customer: only codes are shown. */
function reasonOf({ body, orderId }: LoggedEvent): string | null {
  const given = [body['reason'], body['note']].find(
    (text): text is string => typeof text === 'string' && text !== '',
  );
  if (given === undefined) return null;
  return orderId === undefined || codeForm.test(given) ? given : null;
}

/** A seal as the head that may be noted. */
export const trailHead = (seal: TrailSeal): Static<typeof trailHeadSchema> => ({
  head: headText(seal),
  seal: seal.number,
  position: seal.throughSequence,
  hash: seal.hash,
  sealed_at: instantText(seal.sealedAt),
  signature: seal.signature ? { key_id: seal.signature.keyId, value: seal.signature.value } : null,
});

/** What a check found. */
export const trailCheck = (
  { seals, entries, misfit, last, isEnd }: TrailCheck,
  unsealed: number,
): Static<typeof trailCheckSchema> => ({
  seals,
  entries,
  misfit: misfit ? { position: null, ...misfit } : null,
  last: last ? trailHead(last) : null,
  next_after: isEnd || misfit ? null : (last?.number ?? null),
  unsealed,
});
