import type { HubOutcome } from '../outcome.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { Telling } from '../run/unit-draft.ts';

/** Cases that are written together, with what shall be told when they are. */
export interface KeptCases {
  readonly added?: readonly CaseRecord[];
  /** Each at its next version. */
  readonly changed?: readonly CaseRecord[];
  /** Told with the commit. */
  readonly told?: readonly Telling[];
}

/** Where the edges of the house (webhooks, links, imports) keep what they follow. */
export interface CaseDesk {
  /**
   * Writes cases in one commit, all or none: `stale` when one was written by somebody else meanwhile. It waits behind
   * orders and goods that move, so that no outside party slows the hub down.
   */
  keepCases(kept: KeptCases): Promise<HubOutcome<{ readonly written: number }>>;
}

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
