import { gln, gtin14 } from '@ordermesh/core/words';
import { readNetworkDocument } from '@ordermesh/core/network';
import { expect, it } from 'vitest';
import { referenceWorld } from './reference-world.ts';

const world = referenceWorld(42);
const { nodes, carrierServices } = world.network;

it('makes the same bytes from the same seed, and others from another', () => {
  expect(JSON.stringify(referenceWorld(42))).toBe(JSON.stringify(world));
  expect(JSON.stringify(referenceWorld(43).stock)).not.toBe(JSON.stringify(world.stock));
});

it('is a network document that the network room accepts as it stands', () => {
  const read = readNetworkDocument(world.network);
  expect(read.ok ? [] : read.refusal).toEqual([]);
});

it('has 8 DCs and 217 stores of which 24 are dark, each with its own id and a valid GLN', () => {
  const count = (kind: string): number => nodes.filter((node) => node.kind === kind).length;
  expect([count('dc'), count('dark_store'), count('store')]).toEqual([8, 24, 193]);
  expect(new Set(nodes.map(({ nodeId }) => nodeId)).size).toBe(225);
  expect(new Set(nodes.map(({ name }) => name)).size).toBe(225);
  for (const node of nodes) expect(gln(node.gln ?? '').ok).toBe(true);
});

it('keeps every city served and every node inside China', () => {
  const served = new Set(nodes.flatMap(({ tags }) => tags));
  for (const city of world.cities)
    expect(served).toContain(city.name.toLowerCase().replaceAll(/[^a-z]/g, ''));
  for (const { place } of nodes) {
    expect(place.latitude).toBeGreaterThan(18);
    expect(place.latitude).toBeLessThan(54);
    expect(place.longitude).toBeGreaterThan(73);
    expect(place.longitude).toBeLessThan(135);
  }
});

it('names only carrier services that exist, with rates that rise with distance and weight', () => {
  const known = new Set(carrierServices.map(({ serviceId }) => serviceId));
  for (const node of nodes) for (const id of node.carrierServices) expect(known).toContain(id);
  for (const { rateMinor, zoneKmMax, bandWeightGramsMax, transit } of carrierServices) {
    expect(rateMinor.length).toBe(zoneKmMax.length);
    expect(transit.length).toBe(zoneKmMax.length);
    rateMinor.forEach((row, zone) => {
      expect(row.length).toBe(bandWeightGramsMax.length);
      expect(row.every(Number.isInteger)).toBe(true);
      row.forEach((minor, band) => {
        expect(minor).toBeGreaterThanOrEqual(row[band - 1] ?? 0);
        expect(minor).toBeGreaterThanOrEqual(rateMinor[zone - 1]?.[band] ?? 0);
      });
    });
  }
});

it('sells 480 items with valid GTINs, unique codes and a demand curve of few best sellers', () => {
  const { catalogue } = world;
  expect(catalogue.length).toBe(480);
  expect(new Set(catalogue.map(({ profile }) => profile.itemId)).size).toBe(480);
  for (const { profile, priceMinor } of catalogue) {
    expect(gtin14(profile.gtin ?? '').ok).toBe(true);
    expect(Number.isInteger(profile.weightGrams) && Number.isInteger(priceMinor)).toBe(true);
  }
  const total = catalogue.reduce((sum, { demandShare }) => sum + demandShare, 0);
  expect(total).toBeCloseTo(1, 9);
  const best = catalogue.filter(({ grade }) => grade === 'A').length;
  expect(best).toBeGreaterThan(40);
  expect(best).toBeLessThan(140);
});

it('stocks nothing where it cannot be kept cold, and lists each item in at least four nodes', () => {
  const nodeOf = new Map(nodes.map((node) => [node.nodeId, node]));
  const itemOf = new Map(world.catalogue.map(({ profile }) => [profile.itemId, profile]));
  const places = new Map<string, number>();
  for (const row of world.stock) {
    const temperature = itemOf.get(row.itemId)?.temperatureClass ?? 'frozen';
    expect(nodeOf.get(row.nodeId)?.temperatureClasses).toContain(temperature);
    expect(row.onHandUnits).toBeGreaterThan(row.safetyUnits);
    places.set(row.itemId, (places.get(row.itemId) ?? 0) + 1);
  }
  expect(places.size).toBe(480);
  expect(Math.min(...places.values())).toBeGreaterThanOrEqual(4);
});
