/**
 * The audit trail outside of the hub: written to a file, checked there, and the keys that sign its seals.
 *
 * @packageDocumentation
 */
export { checkTrail, linesOfFile } from './check-file.ts';
export type { TrailFileAsk, TrailFileCheck } from './check-file.ts';
export type { NamedSealingKey } from './key-files.ts';
export { publicPemsOf, readPublicKeys, readSealingKey } from './key-files.ts';
export { judgeBy, keyOfText, newKeyPair } from './key-pair.ts';
export type { TrustedKey } from './key-pair.ts';
export { lineView } from './lines.ts';
export { trailLines } from './written-trail.ts';
