import { Readable } from 'node:stream';
import Type from 'typebox';
import { readHead, verifyTrail } from '@ordermesh/core/hub';
import type { AuditFilter, TrailCheck, TrailHow } from '@ordermesh/core/hub';
import type { Backend } from '../../../backend.ts';
import { AppFailure } from '../../../errors/index.ts';
import { sha256Hex } from '../../../json/index.ts';
import { judgeBy, keyOfText, lineView, trailLines } from '../../../trail/index.ts';
import { auditEntrySchema, trailCheckSchema, trailHeadSchema } from '../../schemas/access/audit.ts';
import {
  idText,
  instant,
  limitUsual,
  listOf,
  pageQuery,
  ref,
  strict,
} from '../../schemas/fields.ts';
import { auditEntry, trailCheck, trailHead } from '../../views/audit.ts';
import { refuseScope } from '../../wire/auth.ts';
import { listAnswer, positionOf } from '../../wire/cursor.ts';
import { route } from '../../route.ts';
import type { RouteDefinition } from '../../route.ts';

const listAudit = route({
  method: 'GET',
  path: '/v1/audit',
  operationId: 'listAudit',
  tag: 'events',
  summary: 'Who changed what, newest first',
  description:
    'Every change that a key asked for, written in the same commit as the change. What the house does by itself (timers, ' +
    'health) is in the log, not here. Entries never change and hold nothing that is said of people.',
  scope: 'audit:read',
  access: { action: 'audit.read' },
  query: strict({
    ...pageQuery,
    principal: Type.Optional(idText('Only of this key.', 'key_3f9a12c07b55')),
    resource: Type.Optional(
      idText('Only about this: node/…, strategy/…, webhook/…, stock, order/….', 'node/fr_07'),
    ),
    from: Type.Optional(instant('Committed at or after.')),
    until: Type.Optional(instant('Committed before.')),
  }),
  responses: { 200: { says: 'A page of entries.', schema: listOf(ref(auditEntrySchema)) } },
  errors: ['cursor-invalid'],
  handle: async ({ store, query }) => {
    const filter: AuditFilter = {
      ...(query.principal !== undefined && { principal: query.principal }),
      ...(query.resource !== undefined && { resource: query.resource }),
      ...(query.from !== undefined && { recordedFromAt: Date.parse(query.from) }),
      ...(query.until !== undefined && { recordedUntilAt: Date.parse(query.until) }),
    };
    const after = positionOf('audit', query.cursor);
    const page = await store.auditList(filter, { limit: query.limit ?? limitUsual, after });
    return { status: 200, body: listAnswer('audit', page, auditEntry) };
  },
});

const getHead = route({
  method: 'GET',
  path: '/v1/audit/head',
  operationId: 'getAuditHead',
  tag: 'events',
  summary: 'The head of the audit trail, to be noted elsewhere',
  description:
    'Every entry is sealed some seconds after it was committed: the seals are a chain of hashes. Whoever has noted a head ' +
    'can prove later that nothing before it was changed, removed or put between, and that the trail was not cut.',
  scope: 'audit:read',
  access: { action: 'audit.read' },
  responses: { 200: { says: 'The newest seal.', schema: ref(trailHeadSchema) } },
  errors: ['not-found'],
  handle: async ({ store }) => {
    const seal = await store.lastSeal();
    if (!seal) throw new AppFailure('not-found', { why: 'Nothing is sealed yet.' });
    return { status: 200, body: trailHead(seal) };
  },
});

/** Seals whose entries one request reads at most: some 500 events each. */
const sealsUsual = 20;
/** As `readHead` reads it. */
const headForm = '^[1-9][0-9]{0,14}\\.[0-9a-f]{64}$';
/** Up to ten keys. */
const keysForm = '^[A-Za-z0-9_-]{43}(,[A-Za-z0-9_-]{43}){0,9}$';

const verify = route({
  method: 'GET',
  path: '/v1/audit/verification',
  operationId: 'verifyAudit',
  tag: 'events',
  summary: 'Whether the audit trail is as it was sealed, part by part',
  description:
    'Computes every hash anew from what the database holds now. Call it again with next_after until that is null; a misfit ' +
    'names the first entry or seal that does not fit.',
  scope: 'audit:read',
  access: { action: 'audit.read' },
  query: strict({
    after: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1e12, description: 'Behind this seal; 0 = all.' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: 'Seals; 20.' })),
    head: Type.Optional(
      Type.String({
        pattern: headForm,
        maxLength: 80,
        description: 'A head noted earlier: it must be in the chain.',
      }),
    ),
    keys: Type.Optional(
      Type.String({
        pattern: keysForm,
        maxLength: 440,
        description:
          'Public Ed25519 keys that are trusted (32 bytes, base64url), joined by commas: each seal must be signed by one.',
      }),
    ),
    signed_from: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1e12,
        description: 'With keys: the first seal that must be signed; 1.',
      }),
    ),
  }),
  responses: { 200: { says: 'What was found.', schema: ref(trailCheckSchema) } },
  handle: async ({ store, query }) => {
    const head = readHead(query.head ?? '');
    const ask = { afterSeal: query.after ?? 0, sealsMax: query.limit ?? sealsUsual };
    const check = await verifyTrail(store, { ...ask, ...(head && { head }) }, howOf(query));
    return { status: 200, body: trailCheck(check, await unsealedBehind(store, check)) };
  },
});

const howOf = ({
  keys,
  signed_from: fromSeal = 1,
}: {
  readonly keys?: string;
  readonly signed_from?: number;
}): TrailHow =>
  keys === undefined
    ? { hash: sha256Hex }
    : {
        hash: sha256Hex,
        signatures: { fromSeal, judge: judgeBy(keys.split(',').map(keyOfText)) },
      };

async function unsealedBehind(
  store: Backend['store'],
  { isEnd, last }: TrailCheck,
): Promise<number> {
  if (!isEnd) return 0;
  return (await store.unsealedEntries(last?.throughSequence ?? 0, 500)).entries.length;
}

const exportTrail = route({
  method: 'GET',
  path: '/v1/audit/trail',
  operationId: 'exportAudit',
  tag: 'events',
  summary: 'The audit trail as it was sealed, to be checked elsewhere',
  description:
    'A stream of JSON lines: each seal, the entries of its stretch exactly as their digests were made, and at the end how many ' +
    'there were. ordermesh audit verify --file checks it without a hub. Entries are whole events: events:read is needed too.',
  scope: 'audit:read',
  access: { action: 'audit.read' },
  responses: {
    200: {
      says: 'A seal, an entry or the end a line.',
      schema: Type.Object({}),
      mediaType: 'application/x-ndjson',
    },
  },
  handle: async ({ store, caller, reply }) => {
    refuseScope(caller, 'events:read');
    await reply
      .code(200)
      .type('application/x-ndjson; charset=utf-8')
      .header('content-disposition', 'attachment; filename="trail.jsonl"')
      .send(Readable.from(linesOf(store)));
    return undefined;
  },
});

async function* linesOf(store: Backend['store']): AsyncGenerator<string> {
  for await (const line of trailLines(store)) yield `${JSON.stringify(lineView(line))}\n`;
}

/** Who did what. */
export const auditRoutes: readonly RouteDefinition[] = [listAudit, getHead, verify, exportTrail];
