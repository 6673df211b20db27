import type { TrailProgress } from '@ordermesh/core/hub';

/** Entries are sealed within seconds of their commit; what waits longer waits for people. */
const sealedWithinMs = 300_000;

/** What the doctor says of how far the audit trail is sealed. */
interface TrailVerdict {
  readonly isLate: boolean;
  readonly found: string;
  /** Empty when nothing is to be done. */
  readonly remedy: string;
}

/** @param asked whether a process serves the store: of a hub that does not run nobody expects that it seals */
export function trailVerdict(
  progress: TrailProgress,
  { isServed, now }: { readonly isServed: boolean; readonly now: number },
): TrailVerdict {
  const { unsealed, unsealedSince } = progress;
  const waitedMs = unsealedSince === null ? 0 : now - unsealedSince;
  const found = `${sealedText(progress)}; ${String(unsealed)} entries wait`;
  if (!isServed || waitedMs < sealedWithinMs) return { isLate: false, found, remedy: '' };
  return {
    isLate: true,
    found: `${found}, the oldest for ${String(Math.round(waitedMs / 60_000))} minutes`,
    remedy:
      'Start a process with the role worker; where one runs, its log tells why it seals nothing.',
  };
}

function sealedText({ lastSeal, signedThrough }: TrailProgress): string {
  if (lastSeal === 0) return 'nothing is sealed yet';
  const through = `sealed up to seal ${String(lastSeal)}`;
  if (signedThrough === null) return `${through}, not signed`;
  return signedThrough === lastSeal
    ? `${through}, signed`
    : `${through}, signed only up to ${String(signedThrough)}`;
}
