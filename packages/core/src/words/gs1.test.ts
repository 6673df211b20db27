import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalUri,
  checkDigitOf,
  gln,
  gtin14,
  itemClassOf,
  itemUri,
  locationUri,
  nodeOfUri,
  parcelUri,
  privatePlaceUri,
  privateUri,
  sscc,
  ssccOf,
  thingOf,
} from './index.ts';

const vectors = '../shared/fixtures/epcis-hash-vectors/dl_normaliser.json';

describe('GS1 keys', () => {
  it('widens every GTIN to 14 digits', () => {
    expect(gtin14('4006381333931')).toEqual({ ok: true, value: '04006381333931' });
    expect(gtin14('96385074')).toEqual({ ok: true, value: '00000096385074' });
    expect(gtin14('614141999996')).toEqual({ ok: true, value: '00614141999996' });
    expect(gtin14('09521141000212')).toEqual({ ok: true, value: '09521141000212' });
  });

  it('reads a location and a parcel number', () => {
    expect(gln('9521141002018').ok).toBe(true);
    expect(sscc('095211410000011003').ok).toBe(true);
  });

  it('names the digit that is wrong and the one it should be', () => {
    expect(gtin14('4006381333932')).toEqual({
      ok: false,
      refusal: {
        reason: 'wrong-check-digit',
        key: 'gtin',
        checkDigit: '2',
        expectedCheckDigit: '1',
        remedy: 'The last digit should be 1, not 2: look for a mistyped or swapped digit.',
      },
    });
  });

  it('names a wrong length and what is not a digit', () => {
    expect(sscc('123')).toMatchObject({
      ok: false,
      refusal: { reason: 'wrong-length', lengthDigits: 3, allowedDigits: [18] },
    });
    expect(gln('95211410020-8')).toMatchObject({ ok: false, refusal: { reason: 'not-digits' } });
    expect(gln('')).toMatchObject({ ok: false, refusal: { reason: 'not-digits' } });
  });

  it('finds every single mistyped digit', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{17}$/),
        fc.nat(17),
        fc.integer({ min: 1, max: 9 }),
        (digits, at, shift) => {
          const right = digits + checkDigitOf(digits);
          const wrong = (Number(right[at]) + shift) % 10;
          expect(sscc(right).ok).toBe(true);
          expect(sscc(right.slice(0, at) + String(wrong) + right.slice(at + 1)).ok).toBe(false);
        },
      ),
    );
  });

  it('numbers parcels, and stops when the prefix has no room left', () => {
    expect(ssccOf('9521141', 1100)).toBe('095211410000011003');
    expect(sscc(ssccOf('9521141', 123_456_789, 3)).ok).toBe(true);
    expect(() => ssccOf('9521141', 1_000_000_000)).toThrow('parcel number');
  });
});

describe('one name for one thing', () => {
  it.skipIf(!existsSync(vectors))('matches the official Digital Link pairs', () => {
    const pairs = JSON.parse(readFileSync(vectors, 'utf8')) as {
      input: string;
      expected: string;
    }[];
    expect(pairs.length).toBeGreaterThan(30);
    for (const { input, expected } of pairs) expect(canonicalUri(input)).toBe(expected);
  });

  it('is the same after a second look', () => {
    for (const uri of [
      'urn:epc:id:sgtin:4012345.011111.98%22',
      'https://example.com/gtin/09780345418913/21/765tz?abc=211121',
      'urn:epc:id:sgln:4012345.00005.0',
      'urn:epc:class:lgtin:4012345.012345.Lot987',
    ])
      expect(canonicalUri(canonicalUri(uri))).toBe(canonicalUri(uri));
  });

  it('leaves alone what names no GS1 thing', () => {
    for (const uri of [
      'https://hub.example/id/ship-to/SO-1',
      'geo:31.2,121.4',
      'https://example.com/archive/01/2345-notes',
      'urn:epc:id:sgtin:4012345.0111.9',
      'urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8',
    ])
      expect(canonicalUri(uri)).toBe(uri);
  });

  it('tells what a URI names, with lot, serial and place', () => {
    expect(thingOf(itemUri('09521141000229', { lot: 'L17A' }))).toEqual({
      scheme: 'gs1',
      kind: 'item',
      key: '09521141000229',
      lot: 'L17A',
    });
    expect(thingOf(itemUri('09521141000229', { serial: 'a/b' }))).toMatchObject({ serial: 'a/b' });
    expect(thingOf('urn:epc:id:sscc:4012345.3111111111')).toMatchObject({
      kind: 'parcel',
      key: '340123451111111111',
    });
    expect(thingOf(locationUri('9521141002018', 'A-12'))).toMatchObject({
      kind: 'node',
      key: '9521141002018',
      qualifier: 'A-12',
    });
    expect(thingOf(privateUri('hub.example:8080', 'node', 'st 003'))).toEqual({
      scheme: 'private',
      kind: 'node',
      key: 'st 003',
    });
    expect(thingOf('mailto:x@example.com')).toMatchObject({ scheme: 'other', kind: 'other' });
    expect(thingOf('https://hub.example/id/node/%ff').key).toBe('%ff');
  });

  it('finds the node of a bin and the class of an item', () => {
    expect(nodeOfUri(locationUri('9521141002018', 'DOCK-2'))).toBe(locationUri('9521141002018'));
    expect(nodeOfUri(privatePlaceUri('hub.example', 'st_003', 'DOCK-2'))).toBe(
      privateUri('hub.example', 'node', 'st_003'),
    );
    expect(nodeOfUri(parcelUri('095211410000011003'))).toBeUndefined();
    expect(itemClassOf('urn:epc:class:lgtin:4012345.012345.Lot987')).toBe(
      itemUri('04012345123456'),
    );
    expect(itemClassOf('https://hub.example/id/sku/tea%201/lot/7')).toBe(
      'https://hub.example/id/sku/tea%201',
    );
    expect(thingOf('https://hub.example/id/sku/tea%201/lot/7')).toMatchObject({
      key: 'tea 1',
      lot: '7',
    });
    expect(itemClassOf('geo:1,2')).toBeUndefined();
  });
});
