import { randomFillSync } from 'node:crypto';

/** Asking the system for chance costs a system call, so it is asked for as much as 256 ids need. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

/**
 * Chance for ids, from the system's source but fetched ahead; not for keys and tokens, which ask for their own.
 *
 * @param bytes 1 to 4,096
 * @returns two hex digits a byte
 */
export function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const from = used;
  used += bytes;
  return pool.toString('hex', from, used);
}
