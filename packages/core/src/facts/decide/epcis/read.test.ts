import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readEpcis } from './read.ts';
import type { EpcisReading } from './read.ts';

const shared = '../shared/fixtures';
const openepcis = `${shared}/epcis-openepcis/2.0/EPCIS/JSON`;
const has = existsSync(openepcis);
const readFile = (path: string): EpcisReading => readEpcis(JSON.parse(readFileSync(path, 'utf8')));
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.json(ld)?$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);

const context = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
const event = {
  type: 'ObjectEvent',
  eventTime: '2026-10-06T09:00:00+08:00',
  eventTimeZoneOffset: '+08:00',
  action: 'OBSERVE',
  epcList: ['https://id.gs1.org/00/095211410000011003'],
};
const documentOf = (...eventList: unknown[]): Record<string, unknown> => ({
  '@context': [context, { om: 'https://ns.ordermesh.example/epcis/' }],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-10-06T00:00:00Z',
  epcisBody: { eventList },
});
const faultsOf = (change: Record<string, unknown>): EpcisReading['faults'] =>
  readEpcis(documentOf({ ...event, ...change })).faults;

describe.skipIf(!has)('the published samples (skipped when ../shared is absent)', () => {
  it('takes every document and event that openEPCIS calls valid', () => {
    const files = [
      ...filesIn(`${openepcis}/Capture/Documents`),
      ...filesIn(`${openepcis}/Capture/Events`),
    ];
    expect(files.length).toBeGreaterThanOrEqual(30);
    for (const file of files) {
      const { events, faults } = readFile(file);
      expect(faults, file).toEqual([]);
      expect(events.length, file).toBeGreaterThan(0);
    }
  });

  it('takes every GS1 example with full URIs', () => {
    const files = filesIn(`${shared}/epcis-gs1/json`);
    expect(files.length).toBeGreaterThanOrEqual(32);
    for (const file of files) expect(readFile(file).faults, file).toEqual([]);
  });

  it('takes the whole profile of the house', () => {
    const files = filesIn(`${shared}/ordermesh-epcis-profile`).filter((name) =>
      name.endsWith('.jsonld'),
    );
    expect(files).toHaveLength(32);
    for (const file of files) {
      const { faults, warnings } = readFile(file);
      expect([faults, warnings], file).toEqual([[], []]);
    }
  });

  it('refuses every invalid document, and says where, why and what to do', async () => {
    const files = [
      ...filesIn(`${openepcis}/Capture/Invalid`),
      ...filesIn(`${openepcis}/Query/Invalid`),
    ];
    expect(files).toHaveLength(12);
    const told = files.flatMap((file) => {
      const { faults } = readFile(file);
      expect(faults.length, file).toBeGreaterThan(0);
      const name = file.split('/').at(-1) ?? '';
      return [
        name,
        ...faults.map(({ field, reason, remedy }) => `  ${field}: ${reason}. ${remedy}`),
      ];
    });
    await expect(`${told.join('\n')}\n`).toMatchFileSnapshot('../golden/invalid-documents.txt');
  });
});

describe('reading a document', () => {
  it('takes a bare event, a list of events, and a document', () => {
    expect(readEpcis(event).events).toHaveLength(1);
    expect(readEpcis([event, event]).events).toHaveLength(2);
    expect(readEpcis(documentOf(event)).events).toEqual(readEpcis(event).events);
  });

  it('takes the good events and tells the faults of the bad ones', () => {
    const { events, faults } = readEpcis(
      documentOf(event, { ...event, bizStep: 'shiping' }, event),
    );
    expect(events).toHaveLength(2);
    expect(faults).toEqual([
      {
        field: '/epcisBody/eventList/1/bizStep',
        reason: 'unknown-word',
        remedy:
          '"shiping" is no business step of CBV 2.0. Did you mean "shipping"? Your own words must be full URIs.',
      },
    ]);
  });

  it('loads no context from the net', () => {
    const document = {
      ...documentOf(event),
      '@context': [context, 'https://evil.example/c.jsonld'],
    };
    expect(readEpcis(document).faults).toMatchObject([
      { field: '/@context/1', reason: 'unknown-context' },
    ]);
    expect(
      readEpcis({ ...event, '@context': { '@vocab': 'https://x.example/' } }).faults,
    ).toMatchObject([{ field: '/@context/@vocab', reason: 'unknown-context' }]);
  });

  it('refuses what is no document at all', () => {
    for (const body of [null, 'x', 7, true])
      expect(readEpcis(body).faults).toMatchObject([{ field: '', reason: 'not-an-object' }]);
    expect(readEpcis([3]).faults).toMatchObject([{ field: '/0', reason: 'not-an-object' }]);
    expect(readEpcis({ ...documentOf(), epcisBody: {} }).faults).toMatchObject([
      { field: '/epcisBody/eventList', reason: 'missing' },
    ]);
  });
});

describe('the canonical form', () => {
  it('has one prefix for each namespace and declares it in the event', () => {
    const document = {
      ...documentOf({ ...event, 'mine:leg': 'last-mile', 'om:leg': 'other' }),
      '@context': [
        context,
        { mine: 'https://ns.ordermesh.example/epcis/', om: 'https://x.example/' },
      ],
    };
    expect(readEpcis(document).events[0]).toMatchObject({
      '@context': [
        context,
        { om: 'https://ns.ordermesh.example/epcis/', om_: 'https://x.example/' },
      ],
      'om:leg': 'last-mile',
      'om_:leg': 'other',
    });
  });

  it('keeps what only looks like a GS1 key where it is not an identity', () => {
    const rawUri = 'https://device.example/8004/401234599999';
    const [read] = readEpcis({
      ...event,
      sensorElementList: [
        {
          sensorMetadata: { rawData: rawUri },
          sensorReport: [{ type: 'gs1:Temperature', value: 4 }],
        },
      ],
    }).events;
    expect(read?.sensorElementList?.[0]).toEqual({
      sensorMetadata: { rawData: rawUri },
      sensorReport: [{ type: 'Temperature', value: 4 }],
    });
  });
});

describe('faults name the place and the remedy', () => {
  const cases: [string, Record<string, unknown>, string, string][] = [
    ['a mistyped field', { dispositon: 'active' }, '/dispositon', 'unknown-field'],
    ['an undeclared prefix', { 'zz:x': 1 }, '/zz:x', 'undeclared-prefix'],
    [
      'an offset without a sign',
      { eventTimeZoneOffset: '08:00' },
      '/eventTimeZoneOffset',
      'not-an-offset',
    ],
    ['a bare word as id', { epcList: ['parcel-1'] }, '/epcList/0', 'not-a-uri'],
    [
      'a number as text',
      { quantityList: [{ epcClass: 'urn:x:y', quantity: '2' }] },
      '/quantityList/0/quantity',
      'not-a-number',
    ],
    [
      'a unit in words',
      { quantityList: [{ epcClass: 'urn:x:y', quantity: 2, uom: 'kilo' }] },
      '/quantityList/0/uom',
      'not-a-unit-code',
    ],
    [
      'half a piece',
      { quantityList: [{ epcClass: 'urn:x:y', quantity: 1.5 }] },
      '/quantityList/0/quantity',
      'rule-broken',
    ],
    [
      'less than nothing',
      { quantityList: [{ epcClass: 'urn:x:y', quantity: -1, uom: 'KGM' }] },
      '/quantityList/0/quantity',
      'rule-broken',
    ],
    ['master data when goods are only seen', { ilmd: { 'om:x': '1' } }, '/ilmd', 'rule-broken'],
    ['no objects', { epcList: undefined }, '/epcList', 'rule-broken'],
    ['a list that is none', { epcList: 'urn:x:y' }, '/epcList', 'not-a-list'],
    ['an object that is none', { readPoint: 'urn:x:y' }, '/readPoint', 'not-an-object'],
    ['an unknown event type', { type: 'PickEvent' }, '/type', 'unknown-event-type'],
    [
      'a packing without a parent',
      { type: 'AggregationEvent', action: 'ADD', epcList: undefined, childEPCs: ['urn:x:y'] },
      '/parentID',
      'rule-broken',
    ],
    [
      'a packing without children',
      { type: 'AggregationEvent', action: 'ADD', epcList: undefined, parentID: 'urn:x:y' },
      '/childEPCs',
      'rule-broken',
    ],
    [
      'a transaction without goods',
      {
        type: 'TransactionEvent',
        action: 'ADD',
        epcList: undefined,
        bizTransactionList: [{ bizTransaction: 'urn:x:y' }],
      },
      '/epcList',
      'rule-broken',
    ],
    [
      'a transformation without inputs',
      {
        type: 'TransformationEvent',
        action: undefined,
        epcList: undefined,
        outputEPCList: ['urn:x:y'],
      },
      '/inputQuantityList',
      'rule-broken',
    ],
    [
      'a successor of what did not occur',
      {
        errorDeclaration: {
          declarationTime: '2026-10-06T03:00:00Z',
          reason: 'did_not_occur',
          correctiveEventIDs: ['urn:x:y'],
        },
      },
      '/errorDeclaration/correctiveEventIDs',
      'rule-broken',
    ],
    [
      'a mute sensor',
      { sensorElementList: [{ sensorReport: [{ value: 3 }] }] },
      '/sensorElementList/0/sensorReport/0/type',
      'rule-broken',
    ],
    [
      'a flag as text',
      { sensorElementList: [{ sensorReport: [{ type: 'Count', booleanValue: 'true' }] }] },
      '/sensorElementList/0/sensorReport/0/booleanValue',
      'not-a-boolean',
    ],
    [
      'an unknown word with the GS1 prefix',
      { bizStep: 'urn:epcglobal:cbv:bizstep:selling' },
      '/bizStep',
      'unknown-word',
    ],
  ];
  it.each(cases)('%s', (...[, change, field, reason]) => {
    const faults = faultsOf(change);
    expect(faults).toMatchObject([{ field: `/epcisBody/eventList/0${field}`, reason }]);
    expect(faults[0]?.remedy).toMatch(/\.$|\?$/);
  });

  it('an extension that nests without end', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100; level += 1) deep = { 'om:x': deep };
    expect(faultsOf({ 'om:deep': deep })).toMatchObject([{ reason: 'too-deep' }]);
  });

  it('warns of a reading later than its event and of an unlisted measurement, and takes the event', () => {
    const { events, faults, warnings } = readEpcis({
      ...event,
      sensorElementList: [
        {
          sensorMetadata: { time: '2026-10-06T09:00:01+08:00' },
          sensorReport: [{ type: 'EffectiveDoseRate', value: 1 }],
        },
      ],
    });
    expect(events).toHaveLength(1);
    expect(faults).toEqual([]);
    expect(warnings.map(({ reason }) => reason)).toEqual(['unknown-word', 'rule-broken']);
  });
});
