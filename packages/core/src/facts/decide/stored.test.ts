import { existsSync, readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemUri, locationUri, parcelUri } from '../../words/index.ts';
import { arrivedFact, departedFact, errorDeclaredFact, pickedFact } from './build/index.ts';
import type { FactKind } from './event.ts';
import {
  canonicalJson,
  captureFacts,
  factKey,
  standingFacts,
  storedFact,
  traceKeysOf,
} from './stored.ts';

const profile = '../shared/fixtures/ordermesh-epcis-profile';
const kinds: Readonly<Record<string, FactKind>> = {
  '01': 'pick_started',
  '02': 'picked',
  '03': 'mispick_seen',
  '04': 'unpicked',
  '05': 'picked',
  '06': 'packed',
  '07': 'tag_fitted',
  '08': 'staged',
  '09': 'loaded',
  '10': 'departed',
  '11': 'arrived',
  '12': 'unloaded',
  '13': 'temperature_logged',
  '14': 'temperature_excursion',
  '15': 'judged',
  '16': 'unloaded',
  '17': 'loaded',
  '18': 'custody_changed',
  '19': 'out_for_delivery',
  '20': 'attempt_failed',
  '21': 'delivered',
  '22': 'damaged',
  '23': 'return_handed_in',
  '24': 'return_received',
  '25': 'return_inspected',
  '26': 'counted',
  '27': 'ready_for_pickup',
  '28': 'shipping_voided',
  '29': 'kitted',
};

const goods = [{ itemUri: itemUri('09521141000212'), unit: 'each', units: 2 }] as const;
const orderKeys = ['urn:epcglobal:cbv:bt:9521141001004:SO-1'];
const picked = pickedFact({ at: 1000, nodeUri: locationUri('9521141002018'), orderKeys, goods });
const right = pickedFact({
  at: 1000,
  nodeUri: locationUri('9521141002018'),
  orderKeys,
  goods: [{ ...goods[0], units: 3 }],
  eventId: 'urn:uuid:right',
});

describe('the meaning of an event', () => {
  it.skipIf(!existsSync(profile))('is as the profile says for all of its 29 facts', () => {
    const seen: Record<string, FactKind | undefined> = {};
    for (const name of readdirSync(profile).filter((file) => /^(0|1|2)\d-.*\.jsonld$/.test(file))) {
      const { facts, faults } = captureFacts(
        JSON.parse(readFileSync(`${profile}/${name}`, 'utf8')),
        5,
      );
      expect(faults).toEqual([]);
      seen[name.slice(0, 2)] = facts[0]?.kind;
    }
    expect(seen).toEqual(kinds);
  });
});

describe('the identity of a fact', () => {
  it('is its hash and whether it declares an error', () => {
    const original = storedFact(picked, 1);
    const declared = storedFact(errorDeclaredFact(picked, 2000), 2);
    expect(declared.hash).toBe(original.hash);
    expect(factKey(declared)).not.toBe(factKey(original));
    expect(factKey(storedFact({ ...picked, eventID: 'urn:uuid:other' }, 9))).toBe(
      factKey(original),
    );
  });

  it('counts a fact once that came twice', () => {
    expect(standingFacts([storedFact(picked, 1), storedFact(picked, 2)])).toHaveLength(1);
  });

  it('withdraws what did not occur, also when the correction comes first', () => {
    const original = storedFact(picked, 1);
    const declared = storedFact(errorDeclaredFact(picked, 2000), 2);
    expect(standingFacts([original, declared])).toEqual([]);
    expect(standingFacts([declared, original])).toEqual([]);
    expect(standingFacts([declared])).toEqual([]);
  });

  it('withdraws by the sender id when the declared content differs, whichever copy came first', () => {
    const sent = { ...picked, eventID: 'urn:uuid:sent' };
    const declared = storedFact(errorDeclaredFact({ ...right, eventID: 'urn:uuid:sent' }, 2000), 3);
    const copies = [storedFact(sent, 1), storedFact(picked, 2)];
    expect(declared.hash).not.toBe(copies[0]?.hash);
    expect(standingFacts([...copies, declared])).toEqual([]);
    expect(standingFacts([declared, ...[...copies].reverse()])).toEqual([]);
  });

  it('lets the first recorded copy speak', () => {
    const copies = [storedFact({ ...picked, eventID: 'urn:uuid:b' }, 7), storedFact(picked, 8)];
    expect(standingFacts(copies)).toEqual(standingFacts([...copies].reverse()));
    expect(standingFacts(copies)[0]?.eventId).toBe('urn:uuid:b');
  });

  it('replaces incorrect data by the corrective event', () => {
    const declared = storedFact(errorDeclaredFact(picked, 2000, ['urn:uuid:right']), 2);
    const standing = standingFacts([storedFact(right, 3), declared, storedFact(picked, 1)]);
    expect(standing.map(({ eventId }) => eventId)).toEqual(['urn:uuid:right']);
  });

  it.skipIf(!existsSync(profile))('reads both corrections of the profile', () => {
    const standing = (name: string): number[] => {
      const document: unknown = JSON.parse(readFileSync(`${profile}/${name}`, 'utf8'));
      return standingFacts(captureFacts(document, 0).facts).map(
        ({ epcis }) => epcis.quantityList?.[0]?.quantity ?? 0,
      );
    };
    expect(standing('30-error-incorrect-data.jsonld')).toEqual([3]);
    expect(standing('31-error-did-not-occur.jsonld')).toEqual([]);
  });
});

describe('standing facts', () => {
  it('come in the order of happening, and of work within one millisecond', () => {
    const parcelUris = [parcelUri('095211410000011003')];
    const departed = storedFact(departedFact({ at: 1000, parcelUris }), 0);
    const arrived = storedFact(arrivedFact({ at: 999, parcelUris }), 0);
    const facts = [departed, storedFact(picked, 0), arrived];
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: 3 }), (shuffled) => {
        expect(standingFacts(shuffled).map(({ kind }) => kind)).toEqual([
          'arrived',
          'picked',
          'departed',
        ]);
      }),
    );
  });
});

describe('what links facts to orders', () => {
  it('is the parcel, shipment and return, not the vehicle or the item', () => {
    const uri = parcelUri('095211410000011003');
    const event = departedFact({
      at: 1,
      parcelUris: [uri, 'https://id.gs1.org/8004/9521141TRK001'],
      orderKeys,
      shipmentKeys: ['urn:x:SH'],
      returnKeys: ['urn:x:RMA'],
    });
    expect(traceKeysOf(event)).toEqual([uri, 'urn:x:SH', 'urn:x:RMA']);
    expect(traceKeysOf(picked)).toEqual([]);
  });

  it('and the node is where it happened, without its bin', () => {
    const placeUri = locationUri('9521141002018', 'GATE');
    expect(storedFact(departedFact({ at: 1, placeUri, parcelUris: ['urn:x:p'] }), 0).nodeUri).toBe(
      locationUri('9521141002018'),
    );
    const away = departedFact({ at: 1, placeUri: 'geo:1,2', parcelUris: ['urn:x:p'] });
    expect(storedFact(away, 0)).not.toHaveProperty('nodeUri');
  });
});

describe('the canonical text', () => {
  it('does not depend on the order in which fields were written', () => {
    const reversed = Object.fromEntries(
      Object.entries(picked).reverse(),
    ) as unknown as typeof picked;
    expect(canonicalJson(reversed)).toBe(canonicalJson(picked));
    expect(captureFacts(JSON.parse(canonicalJson(picked)), 0).facts[0]?.epcis).toEqual(picked);
  });
});
