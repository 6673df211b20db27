import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSeal, digestOf, headText, readHead, sealAfter } from './trail.ts';
import type { StoredEntry, TrailMisfit, TrailSeal } from './trail.ts';

const entry = (sequence: number, more: Partial<StoredEntry> = {}): StoredEntry => ({
  sequence,
  recordedAt: 1_000 + sequence,
  origin: 'serve-1',
  type: 'dev.ordermesh.node.health_changed.v1',
  orderId: null,
  principal: 'key_anna',
  resource: 'node/st_a',
  event: `{"id":"e_${String(sequence)}"}`,
  ...more,
});
const entries = [3, 4, 9, 10, 12].map((sequence) => entry(sequence));
const first = sealAfter(
  undefined,
  { throughSequence: 2, entries: [entry(1)] },
  { sealedAt: 5_000 },
);
const seal = sealAfter(first, { throughSequence: 14, entries }, { sealedAt: 6_000 });
const check = (now: readonly StoredEntry[], sealNow: TrailSeal = seal): TrailMisfit | undefined =>
  checkSeal({ last: first, seal: sealNow, entries: now });

describe('the chain over the audit trail', () => {
  it('fits as long as nothing was touched', () => {
    expect(checkSeal({ last: undefined, seal: first, entries: [entry(1)] })).toBeUndefined();
    expect(check(entries)).toBeUndefined();
  });

  it('hashes what anybody can hash again with other tools', () => {
    const text =
      '[1,3,1003,"serve-1","dev.ordermesh.node.health_changed.v1",null,"key_anna","node/st_a","{\\"id\\":\\"e_3\\"}"]';
    expect(digestOf(entry(3))).toBe(createHash('sha256').update(text).digest('hex'));
    const sealed = JSON.stringify([
      ...[1, 2, 2, 14, 6_000, first.hash],
      entries.map((one) => [one.sequence, digestOf(one)]),
    ]);
    expect(seal.hash).toBe(createHash('sha256').update(sealed).digest('hex'));
  });

  it('names the first entry that was changed, removed or put between', () => {
    const changed = entries.with(2, entry(9, { principal: 'key_other' }));
    expect(check(changed)).toEqual({ what: 'entry-changed', seal: 2, position: 9 });
    expect(check(entries.toSpliced(1, 1))).toEqual({
      ...{ what: 'entry-removed', seal: 2, position: 4 },
    });
    expect(check(entries.slice(0, 4))).toEqual({ what: 'entry-removed', seal: 2, position: 12 });
    const added = { what: 'entry-added', seal: 2 };
    expect(check(entries.toSpliced(2, 0, entry(5)))).toEqual({ ...added, position: 5 });
    expect(check([...entries, entry(13)])).toEqual({ ...added, position: 13 });
  });

  it('finds two entries that changed places, and any other change of any column', () => {
    const [a, b] = [entry(3, { event: 'a' }), entry(4, { event: 'b' })];
    const both = sealAfter(first, { throughSequence: 4, entries: [a, b] }, { sealedAt: 6_000 });
    const swapped = [
      { ...b, sequence: 3 },
      { ...a, sequence: 4 },
    ];
    expect(check(swapped, both)).toMatchObject({ what: 'entry-changed', position: 3 });
    fc.assert(
      fc.property(
        fc.constantFrom('origin', 'type', 'orderId', 'principal', 'resource', 'event'),
        fc.nat(4),
        fc.string(),
        (column, ix, text) => {
          const before = entries[ix];
          if (!before || before[column] === text) return;
          const misfit = check(entries.with(ix, { ...before, [column]: text }));
          expect(misfit).toEqual({ what: 'entry-changed', seal: 2, position: before.sequence });
        },
      ),
    );
  });

  it('finds a seal that was changed, left out, or made anew over other entries', () => {
    expect(check(entries, { ...seal, sealedAt: 6_001 })).toEqual({ what: 'seal-changed', seal: 2 });
    const later = sealAfter(seal, { throughSequence: 20, entries: [] }, { sealedAt: 7_000 });
    expect(checkSeal({ last: first, seal: later, entries: [] })).toEqual({
      ...{ what: 'seal-missing', seal: 2 },
    });
    const forged = sealAfter(
      first,
      { throughSequence: 14, entries: entries.slice(1) },
      { sealedAt: 6_000 },
    );
    expect(check(entries.slice(1), forged)).toBeUndefined();
    expect(checkSeal({ last: forged, seal: later, entries: [] })).toEqual({
      ...{ what: 'seal-unbound', seal: 3 },
    });
  });

  it('has a head that is noted as a text, and nothing else is read as one', () => {
    expect(readHead(headText(seal))).toEqual({ number: 2, hash: seal.hash });
    for (const text of ['', '2', `0.${seal.hash}`, `2.${seal.hash}0`, `2.${seal.hash.slice(1)}`])
      expect(readHead(text)).toBeUndefined();
  });
});
