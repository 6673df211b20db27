import { describe, expect, it } from 'vitest';

import { jsonPointer, nearestWord } from './fault.ts';
import { checked, faultAt, list, optional, otherwise, readDocument, shape } from './reader.ts';
import { decimal, idText, instant, integer, oneOf, text, timeZoneName, yesNo } from './values.ts';
import { nodeId } from '../ids.ts';

const parcel = shape({
  node: idText(nodeId),
  weightGrams: integer({ min: 1, max: 30_000 }),
  mode: oneOf(['van', 'bike']),
  share: otherwise(decimal({ min: 0, max: 1 }), 1),
  note: optional(text({ max: 5 })),
  fragile: optional(yesNo),
  dueAt: optional(instant),
  timeZone: optional(timeZoneName),
});
const sound = { node: 'st_003', weightGrams: 500, mode: 'van' };

const faultsOf = (sent: unknown): readonly string[] => {
  const read = readDocument(parcel, sent);
  return read.ok ? [] : read.refusal.map((f) => `${f.field} ${f.reason}`);
};

describe('reading a document', () => {
  it('takes what is sound, fills what has a usual value and leaves out what is absent', () => {
    const read = readDocument(parcel, { ...sound, note: null, dueAt: '1970-01-01T00:00:01Z' });
    expect(read).toEqual({ ok: true, value: { ...sound, share: 1, dueAt: 1000 } });
    expect(read.ok && Object.keys(read.value)).not.toContain('note');
  });

  it.each([
    ['/node missing', { node: undefined }],
    ['/node not-a-text', { node: 3 }],
    ['/node wrong-format', { node: 'st 003' }],
    ['/weightGrams not-an-integer', { weightGrams: '500' }],
    ['/weightGrams not-an-integer', { weightGrams: 1.5 }],
    ['/weightGrams too-small', { weightGrams: 0 }],
    ['/weightGrams too-large', { weightGrams: 30_001 }],
    ['/mode unknown-value', { mode: 'vann' }],
    ['/mode not-a-text', { mode: 1 }],
    ['/share not-a-number', { share: Infinity }],
    ['/note too-short', { note: '' }],
    ['/note too-long', { note: 'abcdef' }],
    ['/note wrong-format', { note: 'a\u0007' }],
    ['/fragile not-a-boolean', { fragile: 'yes' }],
    ['/dueAt wrong-format', { dueAt: '2026-11-25' }],
    ['/timeZone wrong-format', { timeZone: 'Mars/Olympus' }],
    ['/weight_grams unknown-field', { weight_grams: 1 }],
  ])('reports %s', (found, sent) => {
    expect(faultsOf({ ...sound, ...sent })).toEqual([found]);
  });

  it('reports every fault in one pass, with pointers into lists', () => {
    const many = shape({ parcels: list(parcel, { min: 1, max: 3 }) });
    const read = readDocument(many, { parcels: [sound, { ...sound, mode: 'ship' }, 7] });
    expect(!read.ok && read.refusal.map((f) => f.field)).toEqual(['/parcels/1/mode', '/parcels/2']);
    expect(readDocument(many, { parcels: [] })).toMatchObject({
      refusal: [{ field: '/parcels', reason: 'too-few' }],
    });
    expect(readDocument(many, { parcels: [1, 2, 3, 4] })).toMatchObject({
      refusal: [{ field: '/parcels', reason: 'too-many' }],
    });
    expect(readDocument(many, { parcels: {} })).toMatchObject({
      refusal: [{ field: '/parcels', reason: 'not-a-list' }],
    });
  });

  it('says what was probably meant', () => {
    const read = readDocument(parcel, { ...sound, weigthGrams: 1 });
    expect(!read.ok && read.refusal[0]?.remedy).toContain('Did you mean "weightGrams"?');
    const mode = readDocument(parcel, { ...sound, mode: 'vann' });
    expect(!mode.ok && mode.refusal[0]?.remedy).toContain('Did you mean "van"?');
  });

  it('checks across fields only when the fields are sound', () => {
    const light = checked(parcel, ({ weightGrams }, on) => {
      if (weightGrams > 400)
        faultAt(on, ['weightGrams'], { reason: 'too-heavy-for-a-bike', remedy: 'Send less.' });
    });
    expect(readDocument(light, sound)).toMatchObject({
      refusal: [{ reason: 'too-heavy-for-a-bike' }],
    });
    expect(readDocument(light, { ...sound, mode: 1 })).toMatchObject({
      refusal: [{ field: '/mode' }],
    });
  });

  it('stops reporting after a hundred faults', () => {
    const read = readDocument(list(yesNo, { max: 500 }), Array(300).fill(1));
    expect(!read.ok && read.refusal).toHaveLength(100);
  });

  it('does not take prototype keys for fields', () => {
    const sent: unknown = JSON.parse(
      '{"node":"a","weightGrams":1,"mode":"van","__proto__":{"x":1}}',
    );
    expect(faultsOf(sent)).toEqual(['/__proto__ unknown-field']);
  });
});

describe('pointers and near words', () => {
  it('escapes what JSON pointers escape', () => {
    expect(jsonPointer(['a/b', 3, 'c~d'])).toBe('/a~1b/3/c~0d');
    expect(jsonPointer([])).toBe('');
  });

  it('finds the near word and does not guess far ones', () => {
    const known = ['channel', 'currency', 'lines', 'tier'];
    expect(nearestWord('chanel', known)).toBe('channel');
    expect(nearestWord('Currenyc', known)).toBe('currency');
    expect(nearestWord('teir', known)).toBe('tier');
    expect(nearestWord('tax', known)).toBeUndefined();
    expect(nearestWord('quantity', known)).toBeUndefined();
  });
});
