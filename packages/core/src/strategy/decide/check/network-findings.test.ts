import { describe, expect, it } from 'vitest';

import type {
  CarrierService,
  NetworkDocument,
  NodeProfile,
} from '../../../network/decide/index.ts';
import { nodeId, serviceId } from '../../../words/index.ts';
import { checkStrategy } from '../index.ts';
import type { LaneFacts, OrderFacts } from '../index.ts';
import {
  cell,
  faultsOf,
  hard,
  remedyOf,
  scene,
  soft,
  sound,
  warningsOf,
  withCell,
} from '../golden/example-strategy.ts';

const at = '/hard_rules/0/when/0';

const network = {
  version: 7,
  currency: 'CNY',
  nodes: [
    {
      nodeId: nodeId('st_1'),
      kind: 'store',
      tags: ['mall'],
      place: { country: 'CN', subdivision: 'CN-SH' },
    },
    {
      nodeId: nodeId('dc_1'),
      kind: 'dc',
      tags: [],
      place: { country: 'CN', subdivision: 'CN-BJ' },
    },
  ] as unknown as readonly NodeProfile[],
  carrierServices: [
    { serviceId: serviceId('sf_day'), mode: 'van_diesel' },
  ] as unknown as readonly CarrierService[],
  dutyRates: [],
} satisfies NetworkDocument;

describe('a strategy against its network', () => {
  it('names nodes and services that are not there', () => {
    expect(faultsOf(withCell(cell('node.id', 'in', ['st_1', 'st_2'])), { network })).toEqual([
      `${at}/value unknown-node`,
    ]);
    expect(remedyOf(withCell(cell('node.id', 'eq', 'st_l')), { network })).toContain('"st_1"');
    expect(faultsOf(withCell(cell('lane.service_id', 'eq', 'sf_night')), { network })).toEqual([
      `${at}/value unknown-service`,
    ]);
    expect(faultsOf(withCell(cell('node.id', 'eq', 'st_2')))).toEqual([]);
  });

  it('names rules that no node or service of the network meets', () => {
    expect(warningsOf(withCell(cell('node.tag', 'eq', 'mal')), { network })).toEqual([
      'r never-hit-in-network',
    ]);
    expect(warningsOf(withCell(cell('node.kind', 'eq', 'locker')), { network })).toEqual([
      'r never-hit-in-network',
    ]);
    expect(warningsOf(withCell(cell('lane.mode', 'eq', 'rail')), { network })).toEqual([
      'r never-hit-in-network',
    ]);
    expect(warningsOf(withCell(cell('node.tag', 'eq', 'mall')), { network })).toEqual([]);
  });

  it('is refused when its rules exclude every node of the network', () => {
    const hard_rules = [
      hard('a', cell('node.id', 'eq', 'st_1')),
      hard('b', cell('node.kind', 'eq', 'dc')),
    ];
    expect(faultsOf({ ...sound, hard_rules })).toEqual([]);
    expect(faultsOf({ ...sound, hard_rules }, { network })).toEqual([
      '/hard_rules excludes-every-node',
    ]);
  });
});

describe('a strategy on a sample', () => {
  const order: OrderFacts = {
    channel: 'web',
    tier: 'vip',
    serviceLevel: 'standard',
    country: 'CN',
    subdivision: 'CN-SH',
    postcode: '200000',
    currency: 'CNY',
    valueMinor: 100,
    weightGrams: 100,
    lineCount: 1,
    temperatureClass: 'ambient',
    hourOfDay: 12,
    gift: 'no',
    incoterm: 'none',
    entity: '',
  };
  const lanes = network.nodes.map((node, ix): LaneFacts => ({
    node,
    service: network.carrierServices[0],
    distanceKm: ix * 100,
    loadPercent: 0,
    leadHours: 24,
  }));

  it('counts the hits of each rule and names those without', () => {
    const json = {
      ...sound,
      hard_rules: [
        hard('far', cell('node.distance_km', 'gte', 50)),
        hard('full', cell('node.load_percent', 'gte', 90)),
      ],
      soft_rules: [soft('vip', 5, cell('order.tier', 'eq', 'vip'))],
      scenarios: [scene('vip-orders', cell('order.tier', 'eq', 'vip'))],
    };
    const sample = [
      { order, lanes },
      { order: { ...order, tier: 'plus' }, lanes },
    ];
    const checked = checkStrategy(json, { sample });
    expect(checked.ok && checked.value.hits).toEqual({
      orders: 2,
      hardRules: [
        { ruleId: 'far', orders: 2, lanes: 2 },
        { ruleId: 'full', orders: 0, lanes: 0 },
      ],
      softRules: [{ ruleId: 'vip', orders: 1, lanes: 2 }],
      scenarios: [{ scenarioId: 'vip-orders', orders: 1 }],
    });
    expect(warningsOf(json, { sample })).toEqual(['full never-hit-in-sample']);
  });
});
