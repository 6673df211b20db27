import type { StoredEntry, TrailSeal } from '../decide/index.ts';

/** How far sealing is: for those who watch a hub, not for checking it. */
export interface TrailProgress {
  /** Number of the newest seal; 0 = nothing is sealed yet. */
  readonly lastSeal: number;
  /** When it was made, epoch ms. */
  readonly sealedAt: number | null;
  /** Number of the newest seal that is signed. */
  readonly signedThrough: number | null;
  /** Entries behind the newest seal, among the next `eventsMax` events. */
  readonly unsealed: number;
  /** When the oldest of them was recorded, epoch ms. */
  readonly unsealedSince: number | null;
}

/** What the store holds of the audit trail besides the log itself: the seals over it. */
export interface TrailStore {
  /**
   * Entries behind a position, for the next seal. Gapless like `events`: nothing is handed out before which something
   * can still commit.
   *
   * @param limit events of the log that are looked at, those of the house included
   * @returns entries ascending; `throughSequence` is the position up to which there are no others, ever
   */
  unsealedEntries(
    afterSequence: number,
    limit: number,
  ): Promise<{ readonly entries: readonly StoredEntry[]; readonly throughSequence: number }>;
  /** Entries of a stretch as they are now, ascending, at most `limit`. */
  storedEntries(
    stretch: Pick<TrailSeal, 'afterSequence' | 'throughSequence'>,
    limit: number,
  ): Promise<readonly StoredEntry[]>;
  /** Seals behind a number, ascending. */
  seals(afterNumber: number, limit: number): Promise<readonly TrailSeal[]>;
  lastSeal(): Promise<TrailSeal | undefined>;
  /** @param eventsMax so many events behind the newest seal are looked at */
  trailProgress(eventsMax: number): Promise<TrailProgress>;
  /** Writes a seal durably. @returns false when its number is taken: somebody else sealed first */
  addSeal(seal: TrailSeal): Promise<boolean>;
}
