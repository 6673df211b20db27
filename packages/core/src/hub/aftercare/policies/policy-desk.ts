import { readPolicy, standardPolicy } from '../../../aftercare/index.ts';
import type { AftercarePolicy } from '../../../aftercare/index.ts';
import { publishDocument } from '../../keep/publish.ts';
import type { HubOutcome } from '../../outcome.ts';
import type { HubParts } from '../../run/parts.ts';
import type { PolicyDesk, PublishedPolicy } from './desk.ts';

/** The desk on a hub. */
export function policyDesk(parts: HubParts): PolicyDesk {
  const { board } = parts;
  return {
    aftercarePolicy: () => {
      const { policy, version } = board.aftercare;
      return { policy, version };
    },
    aftercarePolicies: () => policies(parts),
    validateAftercarePolicy: (document) => validate(parts, document),
    publishAftercarePolicy: (document, note) => publish(parts, document, note),
    rollbackAftercarePolicy: async (version, note) => {
      const old = (await policies(parts)).find((one) => one.version === version);
      if (old) return publish(parts, old.policy, note);
      const id = String(version);
      return { ok: false, refusal: { reason: 'not-found', what: 'aftercare policy version', id } };
    },
  };
}

async function policies({ store, board }: HubParts): Promise<readonly PublishedPolicy[]> {
  const live = board.aftercare.version;
  const stored = (await store.documents('aftercare')).map((record): PublishedPolicy => ({
    version: record.version,
    policy: record.document as AftercarePolicy,
    publishedAt: record.publishedAt,
    note: record.note,
    live: record.version === live,
  }));
  const standard = {
    version: 0,
    policy: standardPolicy,
    publishedAt: undefined,
    note: '',
    live: live === 0,
  };
  return [standard, ...stored.sort((a, b) => a.version - b.version)];
}

/** Whoever edits an older version would undo what was published since without knowing. */
function validate({ board }: HubParts, json: unknown): HubOutcome<AftercarePolicy> {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  const { version, ...content } = (isObject ? json : {}) as Readonly<Record<string, unknown>>;
  const newest = board.aftercare.version;
  const read = readPolicy(isObject ? content : json);
  if (!read.ok) return { ok: false, refusal: { reason: 'invalid', faults: read.refusal } };
  if (version === undefined || version === newest) return { ok: true, value: read.value };
  const fault = {
    field: '/version',
    reason: 'not-the-newest',
    remedy:
      `This was made from version ${JSON.stringify(version)}, the newest is ${String(newest)}. Take over what changed since and ` +
      `set version to ${String(newest)}, or leave version out to publish regardless.`,
  };
  return { ok: false, refusal: { reason: 'invalid', faults: [fault] } };
}

async function publish(
  parts: HubParts,
  json: unknown,
  note: string,
): Promise<HubOutcome<PublishedPolicy>> {
  const checked = validate(parts, json);
  if (!checked.ok) return checked;
  const version = parts.board.aftercare.version + 1;
  const publishedAt = parts.env.now();
  const refused = await publishDocument(parts, {
    kind: 'aftercare',
    documentId: 'aftercare',
    version,
    publishedAt,
    note,
    document: checked.value,
  });
  return (
    refused ?? {
      ok: true,
      value: { version, policy: checked.value, publishedAt, note, live: true },
    }
  );
}
