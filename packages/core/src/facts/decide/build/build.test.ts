import { describe, expect, it } from 'vitest';
import { itemUri, locationUri, parcelUri, privateUri } from '../../../words/index.ts';
import { readEpcis } from '../epcis/read.ts';
import type { EpcisEvent, FactKind } from '../event.ts';
import { factKindOf } from '../kind.ts';
import { captureFacts, storedFact } from '../stored.ts';
import * as build from './index.ts';

const at = Date.UTC(2026, 9, 6, 1);
const nodeUri = locationUri('9521141002018');
const placeUri = locationUri('9521141002018', 'A-12');
const parcelUris = [parcelUri('095211410000011003')];
const [onlyParcel = ''] = parcelUris;
const vehicleUri = privateUri('hub.example', 'vehicle', 'van 1');
const consigneeUri = privateUri('hub.example', 'consignee', 'SO-1');
const orderKeys = ['urn:epcglobal:cbv:bt:9521141001004:SO-1'];
const base = { at, offset: '+08:00', orderKeys };
const here = { ...base, nodeUri, placeUri };
const goods = [
  { itemUri: itemUri('09521141000212'), unit: 'each', units: 2 },
  { itemUri: itemUri('09521141000229'), lot: 'L 1', unit: 'gram', units: 1250 },
  { itemUri: privateUri('hub.example', 'sku', 'tea'), lot: '7', unit: 'each', units: 1 },
] as const;
const returning = { ...here, goods, returnKeys: ['urn:epcglobal:cbv:bt:9521141001004:RMA-1'] };

const made: readonly (readonly [FactKind, EpcisEvent])[] = [
  ['kitted', build.kittedFact({ ...here, consumed: goods, produced: goods })],
  [
    'pick_started',
    build.pickStartedFact({ ...here, toteUri: privateUri('hub.example', 'tote', 't1') }),
  ],
  [
    'picked',
    build.pickedFact({ ...here, goods, toteUri: privateUri('hub.example', 'tote', 't1') }),
  ],
  ['unpicked', build.unpickedFact({ ...here, goods })],
  ['sold', build.soldFact({ ...here, goods })],
  [
    'mispick_seen',
    build.mispickSeenFact({
      ...here,
      goods,
      mismatch: 'class',
      expectedUri: itemUri('09521141000236'),
    }),
  ],
  ['packed', build.packedFact({ ...here, parcelUri: onlyParcel, goods, weightGrams: 3520 })],
  [
    'packed',
    build.packedFact({
      ...here,
      parcelUri: onlyParcel,
      goods: [],
      childUris: [vehicleUri],
      isClosed: true,
    }),
  ],
  ['unpacked', build.unpackedFact({ ...here, parcelUri: onlyParcel, goods: [] })],
  ['staged', build.stagedFact({ ...here, parcelUris, shipmentKeys: ['urn:x:SH-1'] })],
  ['ready_for_pickup', build.readyForPickupFact({ ...here, parcelUris })],
  ['loaded', build.loadedFact({ ...here, parcelUris, vehicleUri })],
  ['unloaded', build.unloadedFact({ ...here, parcelUris, vehicleUri })],
  [
    'departed',
    build.departedFact({
      ...base,
      placeUri,
      parcelUris,
      vehicleUri,
      fromUri: nodeUri,
      toUri: locationUri('9521141003015'),
    }),
  ],
  [
    'custody_changed',
    build.custodyChangedFact({
      ...base,
      placeUri,
      parcelUris,
      fromPartyUri: 'urn:x:a',
      toPartyUri: 'urn:x:b',
    }),
  ],
  ['arrived', build.arrivedFact({ ...here, parcelUris })],
  ['transported', build.transportedFact({ ...base, placeUri: 'geo:31.2,121.4', parcelUris })],
  ['out_for_delivery', build.outForDeliveryFact({ ...base, placeUri, parcelUris })],
  [
    'attempt_failed',
    build.attemptFailedFact({
      ...base,
      placeUri: 'geo:31.2,121.4',
      parcelUris,
      outcome: 'consignee_not_home',
    }),
  ],
  [
    'delivered',
    build.deliveredFact({
      ...base,
      placeUri: 'geo:31.2,121.4',
      parcelUris,
      consigneeUri,
      proofUri: 'https://hub.example/pod/1',
    }),
  ],
  ['damaged', build.damagedFact({ ...here, goods })],
  ['damaged', build.damagedFact({ ...here, parcelUris })],
  ['temperature_logged', build.temperatureFact({ ...base, placeUri, parcelUris, celsius: 4.5 })],
  [
    'temperature_excursion',
    build.temperatureFact({
      ...base,
      placeUri,
      parcelUris,
      celsius: 11.4,
      brokenRuleUri: 'urn:x:2-8C',
      deviceUri: 'urn:x:d',
    }),
  ],
  ['judged', build.judgedFact({ ...base, placeUri, parcelUris, isConformant: false })],
  [
    'return_handed_in',
    build.returnedFact({
      ...returning,
      step: 'handed_in',
      fromPartyUri: consigneeUri,
      toPartyUri: 'urn:x:shop',
    }),
  ],
  ['return_received', build.returnedFact({ ...returning, step: 'received' })],
  [
    'return_inspected',
    build.returnedFact({ ...returning, step: 'inspected', disposition: 'conformant' }),
  ],
  ['counted', build.countedFact({ ...here, goods, isMismatch: true })],
  ['shipping_voided', build.shippingVoidedFact({ ...here, parcelUris })],
];

describe('events made from plain arguments', () => {
  it.each(made)('%s is a valid event in canonical form that means what it says', (kind, event) => {
    const { events, faults, warnings } = readEpcis(JSON.parse(JSON.stringify(event)));
    expect([faults, warnings]).toEqual([[], []]);
    expect(events).toEqual([event]);
    expect(factKindOf(event)).toBe(kind);
    expect(event.eventTimeZoneOffset).toBe('+08:00');
    expect(storedFact(event, 0)).toMatchObject({ kind, at, orderKeys });
  });

  it('tells that a party with a GLN is the end of the journey', () => {
    const b2b = { ...base, parcelUris, consigneeUri: 'https://id.gs1.org/417/9521141005002' };
    const event = build.deliveredFact(b2b);
    expect(factKindOf(event)).toBe('delivered');
    expect(factKindOf({ ...event, bizStep: 'receiving' })).toBe('delivered');
    expect(readEpcis(event)).toEqual({ events: [event], faults: [], warnings: [] });
    expect(
      factKindOf({
        ...build.custodyChangedFact({ ...b2b, toPartyUri: 'urn:x:c' }),
        bizStep: 'receiving',
      }),
    ).toBe('arrived');
  });

  it('carries lots, weights and the sender id', () => {
    const event = build.pickedFact({ ...here, goods, eventId: 'urn:uuid:1' });
    expect(event.eventID).toBe('urn:uuid:1');
    expect(event.quantityList).toEqual([
      { epcClass: 'https://id.gs1.org/01/09521141000212', quantity: 2 },
      { epcClass: 'https://id.gs1.org/01/09521141000229/10/L%201', quantity: 1.25, uom: 'KGM' },
      { epcClass: 'https://hub.example/id/sku/tea/lot/7', quantity: 1 },
    ]);
  });

  it('sends them as one document', () => {
    const events = made.map(([, event]) => event);
    const { facts, faults } = captureFacts(
      JSON.parse(JSON.stringify(build.epcisDocument(events, at))),
      at,
    );
    expect(faults).toEqual([]);
    expect(facts.map(({ epcis }) => epcis)).toEqual(events);
  });

  it('declares errors that are valid events too', () => {
    const [, wrong] = made[2]!;
    for (const declared of [
      build.errorDeclaredFact(wrong, at + 1),
      build.errorDeclaredFact(wrong, at + 1, ['urn:uuid:2']),
    ])
      expect(readEpcis(declared)).toEqual({ events: [declared], faults: [], warnings: [] });
  });
});
