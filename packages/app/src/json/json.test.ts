import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { camelKeys, canonicalJson, readJson, readJsonText, snakeKeys } from './index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const faultOf = (text: string) => {
  const reading = readJsonText(text);
  return reading.ok ? undefined : [reading.kind, reading.fault.field, reading.fault.reason];
};

describe('reading JSON', () => {
  it('reads every value as JSON.parse does, when it is safe', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const reading = readJson(bytes(text));
        if (reading.ok) expect(reading.value).toEqual(JSON.parse(text));
        else expect(reading.kind === 'unsafe' || reading.kind === 'limit').toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses exactly the texts that JSON.parse refuses, besides unsafe ones', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '"a"',
      '1',
      ' ',
      'null',
      '\\"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        const reading = readJsonText(text);
        if (isJson) expect(reading.ok || reading.fault.reason === 'duplicate-key').toBe(true);
        else expect(reading).toMatchObject({ ok: false, kind: 'syntax' });
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds a key that stands twice, wherever it is, and names the place', () => {
    expect(faultOf('{"a":1,"a":2}')).toEqual(['unsafe', '/a', 'duplicate-key']);
    expect(faultOf('{"a":[{"b":1},{"x/y":1,"x\\/y":2}]}')).toEqual([
      'unsafe',
      '/a/1/x~1y',
      'duplicate-key',
    ]);
    expect(faultOf('{"\\u0061":1,"a":2}')).toEqual(['unsafe', '/a', 'duplicate-key']);
    expect(faultOf('{"a":"b\\":","c":":"}')).toBeUndefined();
  });

  it('finds every repeated key that is put anywhere into any value', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), {
      minKeys: 1,
      maxKeys: 4,
    });
    fc.assert(
      fc.property(value, fc.nat(), (object, choice) => {
        const keys = Object.keys(object).filter((key) => key !== '__proto__');
        fc.pre(keys.length > 0 && faultOf(JSON.stringify(object)) === undefined);
        const key = JSON.stringify(keys[choice % keys.length]);
        const text = JSON.stringify(object).slice(0, -1) + `,${key}:0}`;
        expect(faultOf(`{"list":[${text}]}`)?.[2]).toBe('duplicate-key');
      }),
    );
  });

  it('refuses numbers that do not survive, and takes the last safe ones', () => {
    expect(faultOf('{"n":9007199254740992}')).toEqual(['unsafe', '/n', 'number-unsafe']);
    expect(faultOf('[1e400]')).toEqual(['unsafe', '/0', 'number-unsafe']);
    expect(faultOf('[9007199254740991,-9007199254740991,0.5]')).toBeUndefined();
  });

  it('refuses __proto__ as a key, not as a text', () => {
    expect(faultOf('{"a":{"__proto__":1}}')).toEqual(['unsafe', '/a/__proto__', 'forbidden-key']);
    expect(faultOf('{"a":"__proto__"}')).toBeUndefined();
  });

  it('keeps to the limits exactly', () => {
    const limits = { depthMax: 3, elementsMax: 2, textLengthMax: 4 };
    const kind = (text: string): unknown => {
      const reading = readJsonText(text, limits);
      return reading.ok ? 'read' : reading.fault.reason;
    };
    expect([kind('[[[]]]'), kind('[[[[]]]]')]).toEqual(['read', 'too-deep']);
    expect([kind('[1,2]'), kind('[1,2,3]')]).toEqual(['read', 'too-many-elements']);
    expect([kind('"abcd"'), kind('"abcde"')]).toEqual(['read', 'text-too-long']);
  });

  it('takes no longer than a millisecond for a usual order, and does not choke on a hostile one', () => {
    const order = JSON.stringify({
      channel: 'webshop',
      lines: Array.from({ length: 3 }, (_, i) => ({
        item: `SKU-${i}`,
        quantity: 2,
        price: { amount_minor: 2580 },
      })),
    });
    const startedMs = performance.now();
    for (let n = 0; n < 1_000; n += 1) readJsonText(order);
    expect((performance.now() - startedMs) / 1_000).toBeLessThan(1);
    expect(faultOf('['.repeat(500_000))?.[2]).toBe('too-deep');
    expect(faultOf(`"${'\\\\'.repeat(200_000)}`)?.[2]).toBe('not-json');
  });
});

describe('canonical JSON', () => {
  it('is the same for the same meaning, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (object) => {
        const turned = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(object));
        expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });
});

describe('names', () => {
  it('turn from the house’s spelling to the API’s and back', () => {
    const house = {
      nodeId: 'st_003',
      slots: [{ ordersMax: 3, atpUnits: Int32Array.of(1, 2) }],
      absent: undefined,
    };
    expect(snakeKeys(house)).toEqual({
      node_id: 'st_003',
      slots: [{ orders_max: 3, atp_units: [1, 2] }],
    });
    expect(camelKeys(snakeKeys({ perExtraKgMinor: { hsCode: null } }))).toEqual({
      perExtraKgMinor: { hsCode: null },
    });
  });
});
