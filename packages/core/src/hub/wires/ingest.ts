import type { IngestRow } from '../../intake/index.ts';
import { nextCase } from '../run/next-case.ts';
import type { HubParts } from '../run/parts.ts';
import { ingestedIn, rowCaseId, sourceCaseId } from './ingest-case.ts';
import type { IngestSource } from './ingest-case.ts';
import type { IngestAnswer, IngestBatch, IngestDesk, IngestResult, Reconciled } from './desk.ts';
import { ingestRow } from './ingest-row.ts';
import { caseDesk } from './keep-cases.ts';

/** The desk over the parts of a hub. */
export const ingestDesk = (parts: HubParts): IngestDesk => ({
  ingestOrders: (batch) => ingestOrders(parts, batch),
  ingestSource: async (source) => {
    const [stored] = await parts.store.cases([sourceCaseId(source)]);
    return stored?.document as IngestSource | undefined;
  },
  ingestedOrders: async ({ source, state }, ask) => {
    const filter = { kind: 'ingest_row' as const, key: source, ...(state && { state }) };
    const page = await parts.store.caseList(filter, ask);
    return { rows: page.rows.map(ingestedIn), next: page.next };
  },
  retryIngest: async (source, externalId, draft) => {
    const [stored] = await parts.store.cases([rowCaseId(source, externalId)]);
    const row = stored && ingestedIn(stored).row;
    if (!row)
      return { ok: false, refusal: { reason: 'not-found', what: 'parked row', id: externalId } };
    const mended = draft === undefined ? row : { ...row, draft };
    return { ok: true, value: await ingestRow(parts, { source, row: mended, anew: true }) };
  },
  reconcileOrders: (source, rows) => reconcile(parts, source, rows),
});

/** Rows of one external id go one after the other, in the order in which they came; different ones side by side. */
async function ingestOrders(parts: HubParts, batch: IngestBatch): Promise<IngestAnswer> {
  const lines = new Map<string, number[]>();
  batch.rows.forEach(({ externalId }, ix) => {
    lines.set(externalId, [...(lines.get(externalId) ?? []), ix]);
  });
  const results: IngestResult[] = [];
  await Promise.all(
    [...lines.values()].map(async (line) => {
      for (const ix of line) {
        const row = batch.rows[ix];
        if (row) results[ix] = await ingestRow(parts, { source: batch.source, row });
      }
    }),
  );
  const isSettled = results.every(({ outcome }) => outcome !== 'again' && outcome !== 'failed');
  const kept = isSettled && batch.cursor !== undefined && (await keepCursor(parts, batch));
  return { results, isSettled, cursor: kept ? batch.cursor : undefined };
}

async function keepCursor(parts: HubParts, { source, cursor = '' }: IngestBatch): Promise<boolean> {
  const caseId = sourceCaseId(source);
  const [stored] = await parts.store.cases([caseId]);
  const at = parts.env.now();
  const document: IngestSource = { source, cursor, at };
  const row = { caseId, kind: 'ingest_source', state: 'kept', key: source, document } as const;
  const record = nextCase(stored, at, row);
  const kept = await caseDesk(parts).keepCases(
    stored ? { changed: [record] } : { added: [record] },
  );
  return kept.ok;
}

async function reconcile(
  parts: HubParts,
  source: string,
  rows: readonly Pick<IngestRow, 'externalId' | 'version'>[],
): Promise<Reconciled> {
  const stored = await parts.store.cases(
    rows.map(({ externalId }) => rowCaseId(source, externalId)),
  );
  const known = new Map(stored.map((record) => [record.caseId, ingestedIn(record)]));
  const found: { missing: string[]; behind: string[]; parked: string[] } = {
    missing: [],
    behind: [],
    parked: [],
  };
  for (const { externalId, version } of rows) {
    const row = known.get(rowCaseId(source, externalId));
    const isElsewhere =
      row === undefined &&
      (await parts.store.orderByExternalId({ system: source, id: externalId })) !== undefined;
    if (row === undefined && !isElsewhere) found.missing.push(externalId);
    else if (row && row.state === 'parked') found.parked.push(externalId);
    else if (row === undefined || row.version < version || row.state === 'trying')
      found.behind.push(externalId);
  }
  return found;
}
