import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedFields } from './changed-fields.ts';

describe('the fields that a change touched', () => {
  it('are told with what they were and are, and of lists and objects only the place', () => {
    const before = { name: 'Bund', slots: { ordersMax: 10 }, tags: ['a'], gone: 1 };
    const after = { name: 'West', slots: { ordersMax: 12 }, tags: ['a', 'b'], terms: { days: 2 } };
    expect(changedFields(before, after)).toEqual({
      fields: [
        { field: '/name', from: 'Bund', to: 'West' },
        { field: '/slots/ordersMax', from: 10, to: 12 },
        { field: '/tags/1', to: 'b' },
        { field: '/terms' },
        { field: '/gone', from: 1 },
      ],
      more: 0,
    });
  });

  it('follow a row by its id when others are put before it', () => {
    const row = (nodeId: string, name: string) => ({ nodeId, name });
    const before = { nodes: [row('a', 'A'), row('b', 'B')] };
    const after = { nodes: [row('c', 'C'), row('a', 'A'), row('b', 'Bund')] };
    expect(changedFields(before, after).fields).toEqual([
      { field: '/nodes/c' },
      { field: '/nodes/b/name', from: 'B', to: 'Bund' },
    ]);
  });

  it('are at most twenty, the rest is counted, and long texts are cut', () => {
    const after = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${String(i)}`, i]));
    const changed = changedFields({}, after);
    expect([changed.fields.length, changed.more]).toEqual([20, 30]);
    expect(changedFields({ note: '' }, { note: 'x'.repeat(999) }).fields[0]?.to).toHaveLength(120);
  });

  it('are none exactly where two JSON values say the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const text = (value: unknown): string => JSON.stringify(value);
        expect(changedFields(a, JSON.parse(text(a))).fields).toEqual([]);
        if (typeof a !== 'object' && text(a) !== text(b))
          expect(changedFields(a, b).fields.length).toBeGreaterThan(0);
      }),
    );
  });
});
