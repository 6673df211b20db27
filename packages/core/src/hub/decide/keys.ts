import type { ExternalId } from '../../words/index.ts';
import type { SlotUse } from '../../network/decide/index.ts';
import { placeKey } from '../../stock/decide/index.ts';
import type { InboundSupply, StockPosition } from '../../stock/decide/index.ts';
import type { DocumentRecord, FactRecord } from './records.ts';
import type { IdempotencyClaim } from './unit.ts';

// The parts of a key are joined by a line feed, which no id of the house may contain.

/** Names a stock position among all. */
export const positionKey = (row: Pick<StockPosition, 'nodeId' | 'itemId' | 'lot'>): string =>
  placeKey(row);

/** Names a capacity slot among all. */
export const slotKey = (row: Pick<SlotUse, 'nodeId' | 'slotAt'>): string =>
  `${row.nodeId}\n${row.slotAt}`;

/** Names an expected delivery: a later word about the same node, item and time replaces the earlier one. */
export const inboundKey = (row: InboundSupply): string =>
  `${row.nodeId}\n${row.itemId}\n${row.expectedAt}`;

/** Names an order under another system's id. */
export const externalKey = (externalId: ExternalId): string =>
  `${externalId.system}\n${externalId.id}`;

/** Names a kept answer: keys of two principals never meet. */
export const answerKey = (claim: Pick<IdempotencyClaim, 'principal' | 'key'>): string =>
  `${claim.principal}\n${claim.key}`;

/** Names a fact: an error declaration is another fact than the event that it corrects. */
export const factKey = (fact: Pick<FactRecord, 'hash' | 'hasErrorDeclaration'>): string =>
  fact.hasErrorDeclaration ? `${fact.hash}\nerror` : fact.hash;

/** Names one version of a document. */
export const documentKey = (
  record: Pick<DocumentRecord, 'kind' | 'documentId' | 'version'>,
): string => `${record.kind}\n${record.documentId}\n${record.version}`;
