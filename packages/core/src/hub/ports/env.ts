import { ensure } from '../../words/index.ts';

/**
 * The only ways in which the hub reaches the outside, besides its store and bus. The app gives the real ones; a
 * simulation gives seeded ones, and then the same seed makes the same run.
 */
export interface Env {
  /** Wall clock, epoch ms UTC. */
  now(): number;
  /** Monotonic clock, ms with fractions; for durations only. */
  mono(): number;
  /** 128 random bits as 32 hex digits. */
  randomHex(): string;
  /** Calls back once after `delayMs`; returns a function that cancels it. */
  after(delayMs: number, callback: () => void): () => void;
  /** Resolves when what waits already (answers of the store, requests) has had its turn; long work stops here. */
  turn(): Promise<void>;
  /** Tells operators what happened; never decides anything. */
  log(
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    fields: Readonly<Record<string, unknown>>,
  ): void;
}

/** A UUIDv7 from a time and 32 random hex digits. @see RFC 9562 §5.7 */
export function uuidV7(at: number, randomHex: string): string {
  ensure(Number.isSafeInteger(at) && at >= 0, 'Env.now answers whole milliseconds');
  const time = at.toString(16).padStart(12, '0');
  const variant = '89ab'.charAt(parseInt(randomHex.charAt(3), 16) & 3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomHex.slice(0, 3)}-${variant}${randomHex.slice(4, 7)}-${randomHex.slice(7, 19)}`;
}
