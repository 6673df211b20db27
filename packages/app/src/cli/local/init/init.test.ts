import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderDraft } from '@ordermesh/sdk';
import { strategyFor } from '../../../first-day/strategy.ts';
import { business } from './testing/business.ts';
import type { Business } from './testing/business.ts';

/** An embedded database takes long to open on a machine that is busy. */
const openMs = 240_000;

/** The order that the next commands show. */
const orderIn = (talked: string): OrderDraft =>
  JSON.parse(/ -d '(.*)'$/m.exec(talked)?.[1] ?? 'null') as OrderDraft;

const made: Business[] = [];
const aBusiness = (environment?: Record<string, string>): Business => {
  const one = business(environment);
  made.push(one);
  return one;
};
afterAll(() => {
  for (const { folder } of made) rmSync(folder, { recursive: true, force: true });
});

describe('init without questions', () => {
  const shop = aBusiness({ LANG: 'de_DE.UTF-8' });
  let first: Awaited<ReturnType<Business['init']>>;
  beforeAll(async () => {
    first = await shop.init(['--yes', '--name', 'Corner']);
  }, openMs);

  it('shows what it writes before it writes, and the key alone on stdout', () => {
    expect([first.code, first.said]).toEqual([
      0,
      expect.stringMatching(/^om_live_[0-9a-f]{32}\n$/),
    ]);
    expect(first.talked).toMatch(
      /node +st_1 +new +store Corner st_1 · 52\.5,13\.37 · Mon–Sun 09:00–21:00 \(−DE\)/,
    );
    expect(first.talked.indexOf('This will be written')).toBeLessThan(first.talked.indexOf('✔ '));
  });

  it(
    'adds when it runs again, keeps what differs, makes no second key, and the order it shows is promised and routed',
    async () => {
      const dc = ['--node-kind', 'dc', '--node-hours', 'always', '--node-at', '50.1,8.7'];
      const item = ['--item-id', 'item_1', '--item-weight-grams', '900'];
      const again = await shop.init(['--yes', ...dc, ...item, '--strategy', 'store-first']);
      expect([again.code, again.said]).toEqual([0, '']);
      expect(again.talked).toMatch(/node +dc_1 +new/);
      expect(again.talked).toMatch(/item +item_1 +there, differs, stays/);
      expect(again.talked).toMatch(/strategy +standard +there, differs, stays/);

      const { client, stop } = await shop.serve(first.said.trim());
      const network = (await client.network.get()) as {
        currency: string;
        nodes: { node_id: string; carrier_services: string[]; calendar: { holidays: string } }[];
      };
      expect([network.currency, network.nodes.map(({ node_id: id }) => id)]).toEqual([
        'EUR',
        ['st_1', 'dc_1'],
      ]);
      expect(network.nodes.map((node) => node.carrier_services)).toEqual([
        ['parcel', 'store_pickup'],
        ['parcel'],
      ]);
      expect(network.nodes[0]?.calendar.holidays).toBe('DE');
      const placed = await client.orders.place(orderIn(first.talked));
      expect(placed.unroutable).toBeNull();
      expect(placed.fulfilments.map(({ node, service }) => [node, service])).toEqual([
        ['st_1', 'parcel'],
      ]);
      expect(placed.plan?.window.end).toMatch(/^\d{4}-/);
      const fetched = await client.orders.place({
        ...orderIn(first.talked),
        external_ids: [{ system: 'shop', id: '2' }],
        service_level: 'pickup',
        pickup_node: 'st_1',
      });
      expect(fetched.fulfilments.map(({ service }) => service)).toEqual(['store_pickup']);
      await stop();
    },
    openMs,
  );
});

describe('init on a hub that was served empty', () => {
  it(
    'brings its currency, also to the strategy that the store was born with',
    async () => {
      const shop = aBusiness();
      const { said } = await shop.init(['--empty']);
      await (await shop.serve(said.trim())).stop();
      const set = await shop.init(['--yes', '--json', '--country', 'JP', '--currency', 'JPY']);
      expect([set.code, (JSON.parse(set.said) as { key?: string }).key]).toEqual([0, undefined]);
      const { client, stop } = await shop.serve(said.trim());
      const versions = await client.strategies.list();
      const yen = strategyFor('balanced', 'JPY')?.['weights'];
      expect(versions.map(({ version, live }) => [version, live])).toEqual(
        expect.arrayContaining([
          [1, false],
          [2, true],
        ]),
      );
      expect(versions.find((one) => one.live)?.document['weights']).toEqual(yen);
      const cny = await shop.init(['--yes', '--dry-run', '--currency', 'CNY']);
      expect(cny.talked).toContain('OM1202');
      await stop();
      const other = await shop.init(['--yes', '--dry-run', '--currency', 'CNY']);
      expect([other.code, other.talked]).toEqual([
        65,
        expect.stringContaining('The network of this store is in JPY, not in CNY.'),
      ]);
    },
    openMs,
  );
});

describe('init where four eyes are on', () => {
  it(
    'tells that the network waits, makes the key, writes nothing that comes after, and goes on when it is agreed to',
    async () => {
      const shop = aBusiness({ OM_FOUR_EYES: 'on' });
      const first = await shop.init(['--yes', '--json']);
      expect(first.code).toBe(0);
      const { key, approval } = JSON.parse(first.said) as {
        key: string;
        approval: { kind: string; approval_id: string };
      };
      expect(approval.kind).toBe('network');
      const { client, stop } = await shop.serve(key);
      const nodes = async () => ((await client.network.get()) as { nodes: object[] }).nodes.length;
      expect(await nodes()).toBe(0);
      await client.approvals.approve(approval.approval_id, 'the first day');
      expect(await nodes()).toBe(1);
      await stop();
      const dc = ['--node-kind', 'dc', '--node-hours', 'always', '--node-at', '50.1,8.7'];
      const again = await shop.init(['--yes', ...dc]);
      expect(again.talked).toContain('run init again');
    },
    openMs,
  );
});

describe('init with a person', () => {
  it(
    'asks in Chinese, tells a wrong answer with its remedy and asks again, and the order is promised and routed',
    async () => {
      const shop = aBusiness({ LANG: 'zh_CN.UTF-8' });
      const node = [
        '',
        '',
        '南京西路店',
        '三十一度',
        '31.2304,121.4737',
        '周一-周日 10:00-22:00',
        '',
        '',
        '',
      ];
      const item = ['', 'OAT-1L', '燕麦奶', '1050', '24', 'n'];
      const carrier = ['', '', '500km 24h 6.5; 3000km 72h 12', '', 'n'];
      const answers = [
        '好邻居',
        'CN',
        '',
        '',
        '',
        ...node,
        'n',
        ...item,
        ...carrier,
        'fastest',
        'y',
      ];
      const { code, said, talked, questions } = await shop.init([], answers);
      expect([code, questions.length]).toEqual([0, answers.length]);
      expect(questions.slice(0, 2)).toEqual([
        '  企业名称 (我的商店): ',
        '  国家（两位字母） (CN): ',
      ]);
      expect(talked).toContain('✖ Send latitude and longitude in degrees, e.g. 31.23,121.47.');
      expect(talked).toMatch(/节点 +st_1 +新增 +store 南京西路店 .* 周一–周日 10:00–22:00/);
      const { client, stop } = await shop.serve(said.trim());
      const placed = await client.orders.place(orderIn(talked));
      expect(placed.fulfilments.map((one) => one.node)).toEqual(['st_1']);
      expect(placed.plan?.cost_items['freight_minor']).toBe(650);
      const live = (await client.strategies.list()).find((one) => one.live);
      expect(live?.document['name']).toBe('Fastest');
      await stop();
    },
    openMs,
  );

  it('writes nothing when the person says no', async () => {
    const shop = aBusiness();
    const defaults = Array.from({ length: 27 }, () => '');
    const { code, talked, questions } = await shop.init(
      [],
      defaults.map((_, i) => (i === 26 ? 'n' : '')),
    );
    expect([code, questions.at(-1)]).toEqual([0, '  Write it? (Y/n): ']);
    expect(talked).toContain('Nothing was written.');
    expect(readdirSync(shop.folder)).toEqual([]);
  });
});

describe('init from a file', () => {
  const write = ({ folder }: Business, name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('tells every wrong answer at its place: a pointer into the file, or the flag', async () => {
    const shop = aBusiness();
    const from = write(
      shop,
      'answers.json',
      JSON.stringify({
        nodes: [{ hours: 'Mon 9-5', kindd: 'dc' }],
        carriers: [{ lanes: '300km 24h 4.999' }],
      }),
    );
    const wrong = await shop.init(['--from', from, '--currency', 'EUR', '--country', 'Germany']);
    expect(wrong.code).toBe(65);
    expect(wrong.talked).toContain('✖ OM1019 An answer is not valid');
    expect(wrong.talked).toContain('at   --country  Send at most 2 characters.');
    expect(wrong.talked).toContain('at   /nodes/0/hours  Send opening hours, e.g. Mon-Sat');
    expect(wrong.talked).toContain('at   /nodes/0/kindd  Remove it. Did you mean "kind"?');
    const dear = await shop.init([
      '--yes',
      '--currency',
      'EUR',
      '--country',
      'DE',
      '--carrier-lanes',
      '9km 1h 4.999',
    ]);
    expect(dear.talked).toContain(
      '--carrier-lanes: Prices in EUR have 2 decimals; 4.999 has more.',
    );
    expect(readdirSync(shop.folder)).toEqual(['answers.json']);
  });

  it('shows in a dry run what would be written, items of a file too, and writes nothing', async () => {
    const shop = aBusiness();
    const items = write(
      shop,
      'items.csv',
      'item_id,name,unit,weight_grams,temperature_class\nA,Apple,each,200,ambient\nB,Bread,each,500,ambient\n',
    );
    const from = write(
      shop,
      'answers.json',
      JSON.stringify({ country: 'FR', items_file: items, strategy: 'cheapest' }),
    );
    const dry = await shop.init(['--from', from, '--dry-run']);
    expect([dry.code, dry.talked]).toEqual([
      0,
      expect.stringContaining('The store was not opened'),
    ]);
    expect(dry.said).toContain(`${items} (2)`);
    expect(dry.said).toContain('cheapest: cost first');
    expect(readdirSync(shop.folder).sort()).toEqual(['answers.json', 'items.csv']);
  });
});
