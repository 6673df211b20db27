import type { CaseDesk } from './desk.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';

/** The desk over the parts of a hub. */
export const caseDesk = (parts: HubParts): CaseDesk => ({
  keepCases: async (kept) => {
    const { added = [], changed = [], told = [] } = kept;
    const written = added.length + changed.length;
    const result = await parts.commit(() => {
      const unit = emptyUnit(parts.env.now());
      unit.casesAdded.push(...added);
      unit.casesChanged.push(...changed);
      for (const telling of told) tell(unit, telling);
      return unit;
    }, 'standard');
    if (result?.ok) return { ok: true, value: { written } };
    const refusal = result?.refusal;
    if (refusal?.reason !== 'stale')
      return { ok: false, refusal: { reason: 'contended', attempts: 1 } };
    return {
      ok: false,
      refusal: { reason: 'stale', what: refusal.what, id: refusal.id, version: 0 },
    };
  },
});
