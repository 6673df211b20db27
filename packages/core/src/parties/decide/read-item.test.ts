import { describe, expect, it } from 'vitest';

import { readItemProfile } from './read-item.ts';

const oatDrink = {
  itemId: 'OAT-1L',
  name: 'Oat drink 1 l',
  gtin: '09521141002018',
  unit: 'each',
  weightGrams: 1060,
  temperatureClass: 'ambient',
  hsCode: '220299',
  originCountry: 'SE',
};

const faultsOf = (sent: unknown): readonly string[] => {
  const read = readItemProfile(sent);
  return read.ok ? [] : read.refusal.map((f) => `${f.field} ${f.reason}`);
};

describe('an item', () => {
  it('is read as it is written', () => {
    expect(readItemProfile({ ...oatDrink, gtin: undefined })).toMatchObject({ ok: true });
    const read = readItemProfile(oatDrink);
    expect(read.ok ? read.value : read.refusal).toEqual(oatDrink);
  });

  it.each([
    ['/itemId missing', { itemId: undefined }],
    ['/gtin wrong-check-digit', { gtin: '09521141002019' }],
    ['/gtin wrong-format', { gtin: '9521141002018' }],
    ['/unit unknown-value', { unit: 'kg' }],
    ['/weightGrams gram-weighs-one-gram', { unit: 'gram', weightGrams: 1000 }],
    ['/weightGrams too-small', { weightGrams: -1 }],
    ['/temperatureClass unknown-value', { temperatureClass: 'cold' }],
    ['/hsCode wrong-format', { hsCode: '2202.99' }],
    ['/originCountry wrong-format', { originCountry: 'se' }],
    ['/weight unknown-field', { weight: 1 }],
  ])('is refused for %s', (found, sent) => {
    expect(faultsOf({ ...oatDrink, ...sent })).toEqual([found]);
  });
});
