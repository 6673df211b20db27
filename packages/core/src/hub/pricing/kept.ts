import type { HubParts } from '../run/parts.ts';
import type { CaseKind } from '../ports/records.ts';
import { plainCase } from '../run/next-case.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { UnitDraft } from '../run/unit-draft.ts';

/** Something of which only the last few versions are kept. */
interface Publication {
  readonly kind: Extract<CaseKind, 'price_sheet' | 'demand_forecast'>;
  readonly version: number;
  readonly document: unknown;
  /** What the log tells of it besides its version. */
  readonly says: Readonly<Record<string, unknown>>;
}

/** Versions that stay, the newest with them: decisions carry their own prices, so that older sheets serve nobody. */
const keptMax = 3;

/** Where a version is kept: in the place of the one that is too old now. */
const placeOf = ({ kind, version }: Pick<Publication, 'kind' | 'version'>): string =>
  `${kind === 'price_sheet' ? 'prc' : 'fct'}_${String(version % keptMax)}`;

/**
 * Publishes a version: all processes of the store have it after their next look.
 *
 * @param also fills what shall be written in the same commit
 * @returns whether it was written; false when another process published first
 */
export async function keepVersion(
  parts: HubParts,
  published: Publication,
  also: (unit: UnitDraft) => void = () => undefined,
): Promise<boolean> {
  const caseId = placeOf(published);
  const [old] = await parts.store.cases([caseId]);
  const { kind, version, document, says } = published;
  const result = await parts.commit(() => {
    const unit = emptyUnit(parts.env.now());
    const record = plainCase({
      caseId,
      kind,
      state: 'published',
      openedAt: unit.at,
      version: (old?.version ?? 0) + 1,
      document,
    });
    if (old === undefined) unit.casesAdded.push(record);
    else unit.casesChanged.push(record);
    tell(unit, {
      type: `${kind}.published`,
      id: `${kind}.${String(version)}`,
      subject: kind,
      body: { kind, version, ...says },
    });
    also(unit);
    return unit;
  });
  return result?.ok === true;
}

/** Fetches what another process published, as its event says. */
export async function fetchKept(
  parts: HubParts,
  { kind, version }: Readonly<Record<string, unknown>>,
): Promise<void> {
  if ((kind !== 'price_sheet' && kind !== 'demand_forecast') || typeof version !== 'number') return;
  const records = await parts.store.cases([placeOf({ kind, version })]);
  parts.board.setCases(records);
}
