import { describe, expect, it } from 'vitest';
import { itemUri, locationUri, parcelUri, privateUri } from '../../words/index.ts';
import * as build from './build/index.ts';
import type { EpcisEvent } from './event.ts';
import { stockEffectOf } from './stock-effect.ts';
import type { StockEffect } from './stock-effect.ts';
import { storedFact } from './stored.ts';

const nodeUri = locationUri('9521141002018');
const placeUri = locationUri('9521141002018', 'A-12');
const parcelUris = [parcelUri('095211410000011003')];
const tea = { itemUri: itemUri('09521141000212'), lot: 'L1', unit: 'each', units: 2 } as const;
const here = { at: 1, nodeUri, placeUri, orderKeys: ['urn:x:SO-1'] };
const effectOf = (event: EpcisEvent): StockEffect | undefined =>
  stockEffectOf(storedFact(event, 0));

describe('what a fact does to stock', () => {
  it('goods leave at departure, at the carrier, and at the counter', () => {
    const left = { effect: 'left', nodeUri, parcelUris, items: [], isUndone: false };
    const gate = { at: 1, placeUri };
    expect(effectOf(build.departedFact({ ...gate, parcelUris }))).toEqual(left);
    expect(effectOf(build.outForDeliveryFact({ ...gate, parcelUris }))).toEqual(left);
    expect(
      effectOf(build.custodyChangedFact({ ...gate, parcelUris, toPartyUri: 'urn:x:c' })),
    ).toEqual(left);
    const consigneeUri = privateUri('hub.example', 'consignee', 'SO-1');
    expect(effectOf(build.deliveredFact({ ...gate, parcelUris, consigneeUri }))).toEqual(left);
  });

  it('nothing leaves a node at the door, on the road, or inside it', () => {
    const consigneeUri = privateUri('hub.example', 'consignee', 'SO-1');
    const door = { at: 1, placeUri: 'geo:31.2,121.4', parcelUris };
    expect(effectOf(build.deliveredFact({ ...door, consigneeUri }))).toBeUndefined();
    expect(effectOf(build.transportedFact(door))).toBeUndefined();
    expect(effectOf(build.pickedFact({ ...here, goods: [tea] }))).toBeUndefined();
    expect(effectOf(build.stagedFact({ ...here, parcelUris }))).toBeUndefined();
    expect(effectOf(build.arrivedFact({ ...here, parcelUris }))).toBeUndefined();
  });

  it('a count is absolute and names its bin and lot', () => {
    expect(
      effectOf(build.countedFact({ ...here, goods: [{ ...tea, units: 0 }], isMismatch: true })),
    ).toEqual({
      effect: 'counted',
      nodeUri,
      placeUri,
      items: [{ ...tea, units: 0 }],
      isUndone: false,
    });
  });

  it('damage spoils, voiding keeps, kitting turns parts into kits', () => {
    expect(effectOf(build.damagedFact({ ...here, goods: [tea] }))).toMatchObject({
      effect: 'spoilt',
      items: [tea],
    });
    expect(effectOf(build.shippingVoidedFact({ ...here, parcelUris }))).toMatchObject({
      effect: 'stayed',
      parcelUris,
    });
    const grams = {
      itemUri: itemUri('09521141000229'),
      lot: '',
      unit: 'gram',
      units: 1250,
    } as const;
    expect(
      effectOf(build.kittedFact({ ...here, consumed: [grams], produced: [tea] })),
    ).toMatchObject({
      effect: 'kitted',
      consumed: [grams],
      produced: [tea],
    });
  });

  it('a return comes in when received, and is sold again only when found conformant', () => {
    const returned = { ...here, goods: [tea], returnKeys: ['urn:x:RMA'] };
    expect(effectOf(build.returnedFact({ ...returned, step: 'handed_in' }))).toBeUndefined();
    expect(effectOf(build.returnedFact({ ...returned, step: 'received' }))).toMatchObject({
      effect: 'came_back',
      items: [tea],
      isSellable: false,
    });
    expect(
      effectOf(build.returnedFact({ ...returned, step: 'inspected', disposition: 'conformant' })),
    ).toMatchObject({ effect: 'came_back', isSellable: true });
    expect(
      effectOf(build.returnedFact({ ...returned, step: 'inspected', disposition: 'damaged' })),
    ).toBeUndefined();
  });

  it('an error declaration undoes', () => {
    const wrong = build.departedFact({ at: 1, placeUri, parcelUris });
    expect(effectOf(build.errorDeclaredFact(wrong, 2))).toMatchObject({
      effect: 'left',
      isUndone: true,
    });
  });
});
