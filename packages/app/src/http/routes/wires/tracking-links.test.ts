import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDraft, arrived, held, placed, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { apiWorld } from '../../testing/api-world.ts';
import type { ApiAnswer, ApiWorld } from '../../testing/api-world.ts';

let world: SmallWorld;
let api: ApiWorld;
let order: string;
beforeEach(async () => {
  world = await smallWorld();
  api = await apiWorld({ ...world, now: () => world.clock.now() });
  const recipient = { name: 'Li Lei', phone: '13800000000', address_lines: ['1 Secret Road'] };
  const draft = aDraft();
  const shipTo = draft['ship_to'] as object;
  order = (await placed(world, { ship_to: { ...shipTo, recipient } })).record.order.orderId;
});
afterEach(async () => {
  await api.http.close();
  await world.hub.stop();
});

const make = (body: object = {}, of = order): Promise<ApiAnswer> =>
  api.send({ url: `/v1/orders/${of}/tracking-links`, body });
const open = (path: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> =>
  api.send({ url: String(path), key: null, headers });

describe('a tracking link', () => {
  it('shows the order at its tier without a key; its token is unguessable and not kept', async () => {
    const made = await make();
    const token = String(made.at('/token'));
    expect(Buffer.from(token, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    expect((await make()).at('/token')).not.toBe(token);
    const seen = await open(made.at('/path'));
    expect([seen.status, seen.at('/tier'), seen.at('/order_id')]).toEqual([200, 'basic', order]);
    const { rows } = await world.store.caseList(
      { kind: 'tracking_link' },
      { limit: 10, after: undefined },
    );
    expect(JSON.stringify(rows)).not.toContain(token);
    const listed = await api.send({ url: `/v1/orders/${order}/tracking-links` });
    expect(listed.at('/data')).toHaveLength(2);
    expect(listed.text).not.toContain(token);
  });

  it('shows nothing beyond its tier: no node, no cost, no address, nobody else’s order', async () => {
    const other = (await placed(world)).record.order.orderId;
    for (const tier of ['basic', 'advanced']) {
      const { text } = await open((await make({ tier })).at('/path'));
      for (const secret of ['Li Lei', '13800000000', 'Secret Road', '"st_a"', 'cost', other])
        expect(text, `${tier} ${secret}`).not.toContain(secret);
    }
    expect((await open((await make({ tier: 'high' })).at('/path'))).text).toContain('"st_a"');
  });

  it('ends when it expires or is revoked, and cannot be told from one that never was', async () => {
    const short = await make({ expires_in_days: 1 });
    const revoked = await make();
    const url = `/v1/orders/${order}/tracking-links/${String(revoked.at('/link_id'))}`;
    expect((await api.send({ method: 'DELETE', url })).status).toBe(204);
    world.clock.advance(24 * 3_600_000);
    const said = await Promise.all(
      [short.at('/path'), revoked.at('/path'), `/t/${'A'.repeat(32)}`, '/t/x'].map((path) =>
        open(path),
      ),
    );
    for (const answer of said) expect([answer.status, answer.at('/code')]).toEqual([404, 'OM3090']);
    expect(new Set(said.map((answer) => String(answer.at('/why')))).size).toBe(1);
    const states = (await api.send({ url: `/v1/orders/${order}/tracking-links` })).at('/data') as {
      state: string;
    }[];
    expect(states.map(({ state }) => state).sort()).toEqual(['expired', 'revoked']);
    const other = (await placed(world)).record.order.orderId;
    const foreign = `/v1/orders/${other}/tracking-links/${String(short.at('/link_id'))}`;
    expect((await api.send({ method: 'DELETE', url: foreign })).status).toBe(404);
  });

  it('slows down who guesses', async () => {
    const made = await make();
    for (let n = 0; n < 20; n += 1) await open(`/t/${String(n).padStart(32, 'A')}`);
    const slowed = await open(made.at('/path'));
    expect([slowed.status, slowed.at('/code')]).toEqual([429, 'OM3091']);
    expect(Number(slowed.header('retry-after'))).toBeGreaterThan(0);
    world.clock.advance(61_000);
    expect((await open(made.at('/path'))).status).toBe(200);
  });

  it('is a page for browsers, in English and Chinese, without script, kept by no search engine and told to nobody', async () => {
    const made = await make({ tier: 'advanced' });
    const html = { accept: 'text/html,application/xhtml+xml' };
    const english = await open(made.at('/path'), html);
    expect(english.text).toContain('<html lang="en">');
    expect(english.text).toContain('Confirmed');
    expect(english.text).not.toContain('<script');
    expect(english.header('referrer-policy')).toBe('no-referrer');
    expect(english.header('x-robots-tag')).toContain('noindex');
    expect(english.header('cache-control')).toBe('no-store');
    expect(english.header('content-security-policy')).toContain("default-src 'none'");
    const chinese = await open(made.at('/path'), { ...html, 'accept-language': 'zh-CN,en;q=0.5' });
    expect(chinese.text).toContain('已确认');
    const gone = await open('/t/nothing', html);
    expect([gone.status, gone.text.includes('not valid')]).toEqual([404, true]);
  });

  it('shows a return in both languages, with its deadline, and its amounts only from the advanced tier on', async () => {
    const price = { amount_minor: 2_000, currency: 'CNY' };
    const { orderId } = await arrived(world, { lines: [{ item: 'OAT', quantity: 1, price }] });
    const html = { accept: 'text/html' };
    const delivered = await open((await make({}, orderId)).at('/path'), html);
    expect(delivered.text).toContain('Returns are possible until <time');
    const line = { lineNo: 1, units: 1, reason: 'too <b>small', condition: 'opened' as const };
    const asked = { method: 'send' as const, lines: [line] };
    const { record } = held(await world.hub.requestReturn(orderId, asked, { principal: 'shop' }));
    const lines = [{ lineNo: 1, units: 1 }];
    held(await world.hub.approveRefund(record.caseId, { lines, because: 'goodwill' }));
    const basic = await make({}, orderId);
    const json = await open(basic.at('/path'));
    expect([
      json.at('/after_delivery/returns/0/awaits/0/step'),
      json.at('/after_delivery/returns/0/refund/status'),
      json.at('/after_delivery/returns/0/money'),
    ]).toEqual(['hand_in', 'approved', undefined]);
    const english = (await open(basic.at('/path'), html)).text;
    expect(english).toContain('Please hand the goods in (until <time');
    expect(english).toContain('Refund decided, not paid yet');
    expect(english).not.toContain('20.00');
    const advanced = await make({ tier: 'advanced' }, orderId);
    const chinese = await open(advanced.at('/path'), { ...html, 'accept-language': 'zh' });
    expect(chinese.text).toContain('已同意退货，等待交回商品');
    expect(chinese.text).toContain('待退款: ');
    expect(chinese.text).toContain('20.00');
    expect(chinese.text).not.toContain('<b>small');
    const read = await api.send({ url: `/v1/orders/${orderId}/tracking?tier=advanced` });
    expect(read.at('/after_delivery/returns/0/money/approved_minor')).toBe(2_000);
  });
});
