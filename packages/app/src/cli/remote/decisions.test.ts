import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordermesh } from '@ordermesh/sdk';
import type { OrderDraft } from '@ordermesh/sdk';
import { aDraft, aDraftLine, smallWorld } from '@ordermesh/testkit';
import { demoKeyText } from '../../keys/index.ts';
import type { RunningServer } from '../../runtime/index.ts';
import { served, typeWords } from '../testing/served.ts';

let server: RunningServer;

beforeAll(async () => {
  const world = await smallWorld();
  server = await served({ ...world, now: () => world.clock.now() });
});
afterAll(() => server.stop());

/** Types a command; the hub of this test is the one it finds. */
const type = (line: string) => typeWords(line.split(' '), { environment: { OM_URL: server.url } });

const place = async (draft: object = aDraft()) =>
  ordermesh({ url: server.url, key: demoKeyText }).orders.place(draft as OrderDraft);

describe('commands about decisions', () => {
  it('explain a decision as words and bars that sum to the total, in two languages', async () => {
    const { order, plan } = await place();
    const explained = await type(`decision explain ${order.order_id}`);
    expect(explained.code).toBe(0);
    expect(explained.out).toContain('freight');
    expect(explained.out).toContain('█');
    expect(explained.out).toContain(((plan?.total_minor ?? 0) / 100).toFixed(2));
    const chinese = await type(`decision explain ${order.order_id} --language zh`);
    expect(chinese.out).toContain('运费');
    expect(chinese.out).not.toMatch(/freight|nodes could do it|total/);
    expect(chinese.out).toMatch(/[\u4e00-\u9fff]/);
  });

  it('compare with another node: ▲ where it is dearer, and the differences add up', async () => {
    const { order } = await place();
    const versus = await type(`decision explain ${order.order_id} --vs dc_w`);
    expect(versus.out).toContain('▲ +');
    const json = JSON.parse(
      (await type(`decision explain ${order.order_id} --vs dc_w --json`)).out,
    ) as {
      items: Record<string, number>;
      difference_minor: number;
    };
    const sum = Object.values(json.items).reduce((a, b) => a + b, 0);
    expect(sum).toBe(json.difference_minor);
  });

  it('compare with another division and say what would have flipped the choice', async () => {
    const { order } = await place();
    const versus = await type(`decision explain ${order.order_id} --items-from OAT@dc_w`);
    expect(versus.out).toContain('dc_w');
    const flips = await type(`decision explain ${order.order_id} --counterfactual --language zh`);
    expect(flips.out).toMatch(/⇄ .*运费/);
    const wrong = await type(`decision explain ${order.order_id} --items-from OAT`);
    expect(wrong.code).toBe(64);
  });

  it('say why a node was ruled out', async () => {
    const { order } = await place(aDraft({ lines: [aDraftLine('OAT', 50)] }));
    const versus = await type(`decision explain ${order.order_id} --vs st_a`);
    expect(versus.code).toBe(0);
    expect(versus.out.trim()).not.toBe('');
  });

  it('replay a decision to the same answer', async () => {
    const { decision_id: id } = await place();
    const replayed = await type(`decision replay ${id}`);
    expect([replayed.code, replayed.out]).toEqual([0, expect.stringContaining('the same answer')]);
  });

  it('move an order by hand, and label what people think of it', async () => {
    const { order } = await place();
    const moved = await type(`orders move ${order.order_id} dc_w --reason early`);
    expect([moved.code, moved.out]).toEqual([0, expect.stringContaining('goes to dc_w')]);
    expect((await type(`orders move ${order.order_id} dc_w`)).code).toBe(64);
    expect((await type('reviews list --reason boring')).code).toBe(64);
    expect((await type('reviews list --state agreed')).code).toBe(0);
    expect((await type('reviews label rvw_none agree')).code).not.toBe(0);
    expect((await type('reviews export')).code).toBe(0);
  });

  it('replay every decision of a span with a table, and say what today would bring', async () => {
    const { decision_id: id } = await place();
    const all = await type('replay --from 2020-01-01T00:00:00Z');
    expect([all.code, all.out]).toEqual([0, expect.stringMatching(/the same, byte for byte +\d+/)]);
    expect((await type('replay --to 2020-01-01T00:00:00Z')).out).toMatch(/decisions +0/);
    expect((await type('replay --from yesterday')).code).toBe(64);
    const today = await type(`decision replay ${id} --today`);
    // Its own goods are no longer there for it, and perhaps another store is better now.
    expect(today.out).toMatch(/stock +st_\w OAT/);
    expect(today.code).toBe(today.out.includes('the same choice today') ? 0 : 1);
  });
});
