import type { ItemId } from '../../words/index.ts';

/** What is known of a batch, wherever it lies. */
export interface LotTraits {
  readonly itemId: ItemId;
  readonly lot: string;
  /** Epoch ms UTC from which on it may not be sold; undefined = it keeps. */
  readonly expiresAt: number | undefined;
  readonly receivedAt: number | undefined;
  /** Blocked lots are never promised: under quarantine for a while, or recalled for ever. */
  readonly state: 'released' | 'quarantined' | 'recalled';
  readonly reason: string;
}

/** Whether units of the lot may be promised to somebody who needs it to keep for `shelfMs` more. */
export const isSellable = (
  traits: LotTraits | undefined,
  { at, shelfMs }: { readonly at: number; readonly shelfMs: number },
): boolean =>
  traits === undefined ||
  (traits.state === 'released' &&
    (traits.expiresAt === undefined || traits.expiresAt > at + shelfMs));

/**
 * First expired, first out: what expires sooner goes first, what has no date last; among equals what was received
 * earlier, then the lot's name.
 */
export function inFefoOrder(
  a: Pick<LotTraits, 'lot' | 'expiresAt' | 'receivedAt'>,
  b: Pick<LotTraits, 'lot' | 'expiresAt' | 'receivedAt'>,
): number {
  const never = Number.MAX_SAFE_INTEGER;
  return (
    (a.expiresAt ?? never) - (b.expiresAt ?? never) ||
    (a.receivedAt ?? never) - (b.receivedAt ?? never) ||
    (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0)
  );
}
