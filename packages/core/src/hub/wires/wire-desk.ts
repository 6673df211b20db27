import type { HubParts } from '../run/parts.ts';
import type { WireDesk } from './desk.ts';
import { ingestDesk } from './ingest.ts';
import { caseDesk } from './keep-cases.ts';

/** The desk over the parts of a hub. */
export const wireDesk = (parts: HubParts): WireDesk => ({
  ...caseDesk(parts),
  ...ingestDesk(parts),
});
