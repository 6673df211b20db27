import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aDraft, aDraftLine, held, smallWorld } from '@ordermesh/testkit';
import type { SmallWorld } from '@ordermesh/testkit';
import { itemId, nodeId } from '../../words/index.ts';
import type { IngestRow } from '../../intake/index.ts';

let world: SmallWorld;
beforeEach(async () => {
  world = await smallWorld();
});
afterEach(() => world.hub.stop());

const row = (externalId: string, version: number, change: object = {}): IngestRow => ({
  externalId,
  version,
  kind: 'order',
  draft: aDraft({ channel: 'tmall', ...change }),
});
const gone = (externalId: string, version: number): IngestRow => ({
  externalId,
  version,
  kind: 'cancel',
  draft: undefined,
});
const ingest = async (...rows: IngestRow[]) =>
  (await world.hub.ingestOrders({ source: 'tmall', rows })).results;
const outcomes = async (...rows: IngestRow[]) =>
  (await ingest(...rows)).map(({ outcome }) => outcome);
const orderOf = async (id: string) =>
  held(await world.hub.orderByExternalId({ system: 'tmall', id })).record;

describe('an order of a marketplace', () => {
  it('imported again, retried, or pushed and pulled at once is one order', async () => {
    const both = await Promise.all([ingest(row('1', 1)), ingest(row('1', 1))]);
    expect(both.flat().map(({ outcome }) => outcome)).toContain('created');
    expect(await outcomes(row('1', 1), row('1', 1))).toEqual(['unchanged', 'unchanged']);
    const { rows } = await world.store.orderList({}, { limit: 200, after: undefined });
    expect(rows).toHaveLength(1);
  });

  it('that was placed by a process which died before it wrote so down is found again', async () => {
    const draft = aDraft({ channel: 'tmall', external_ids: [{ system: 'tmall', id: '1' }] });
    const placed = held(await world.hub.placeOrder(draft, { principal: 'p' }));
    const [result] = await ingest(row('1', 1));
    expect(result).toMatchObject({ outcome: 'unchanged', orderId: placed.record.order.orderId });
    expect(await outcomes(row('1', 1))).toEqual(['unchanged']);
  });

  it('cancelled before it came is never placed at that version', async () => {
    expect(await outcomes(gone('1', 7), row('1', 6), row('1', 7))).toEqual([
      'remembered',
      'older',
      'unchanged',
    ]);
    expect((await world.hub.orderByExternalId({ system: 'tmall', id: '1' })).ok).toBe(false);
    expect(await outcomes(row('1', 8))).toEqual(['created']);
  });

  it('is changed by newer versions only: quantity, address, lines', async () => {
    await ingest(row('1', 1));
    const newer = row('1', 3, { lines: [aDraftLine('OAT', 1), aDraftLine('TEA', 1)] });
    expect(await outcomes(newer, row('1', 2))).toEqual(['updated', 'older']);
    const { order, cancelledUnits } = await orderOf('1');
    const wanted = order.lines.map(({ lineNo, itemId, quantityUnits }) => [
      itemId,
      quantityUnits - (cancelledUnits[lineNo] ?? 0),
    ]);
    expect(wanted).toEqual([
      ['OAT', 1],
      ['TEA', 1],
    ]);
    // Another item under the same number: the one before is wanted no more.
    expect(await outcomes(row('1', 4, { lines: [aDraftLine('TEA', 3)] }))).toEqual(['updated']);
    const after = await orderOf('1');
    const left = after.order.lines.reduce(
      (sum, line) => sum + line.quantityUnits - (after.cancelledUnits[line.lineNo] ?? 0),
      0,
    );
    expect(left).toBe(3);
  });

  it('is cancelled once, and not revived', async () => {
    await ingest(row('1', 1));
    expect(await outcomes(gone('1', 2), gone('1', 2), row('1', 3))).toEqual([
      'cancelled',
      'unchanged',
      'unchanged',
    ]);
    expect((await orderOf('1')).state).toBe('cancelled');
    const { reservedUnits } = world.hub.position(nodeId('st_a'), itemId('OAT')) ?? {};
    expect(reservedUnits).toBe(0);
  });
});

describe('a poison order', () => {
  const poison = row('bad', 1, { lines: [aDraftLine('NO-SUCH-ITEM', 1)] });

  it('is parked after three tries, its neighbours flow, and the cursor goes on then', async () => {
    const batch = { source: 'tmall', cursor: 'c2', rows: [row('1', 1), poison, row('2', 1)] };
    const first = await world.hub.ingestOrders(batch);
    expect(first.results.map(({ outcome }) => outcome)).toEqual(['created', 'failed', 'created']);
    expect([first.isSettled, await world.hub.ingestSource('tmall')]).toEqual([false, undefined]);
    await world.hub.ingestOrders(batch);
    const third = await world.hub.ingestOrders(batch);
    expect(third.results.map(({ outcome }) => outcome)).toEqual([
      'unchanged',
      'parked',
      'unchanged',
    ]);
    expect(third.isSettled).toBe(true);
    expect(await world.hub.ingestSource('tmall')).toMatchObject({ cursor: 'c2' });
    const parked = await world.hub.ingestedOrders(
      { source: 'tmall', state: 'parked' },
      { limit: 10, after: undefined },
    );
    expect(parked.rows).toMatchObject([
      { externalId: 'bad', attempts: 3, refusal: { reason: 'invalid' } },
    ]);
  });

  it('is tried again as it was or mended, or with a newer version of its source', async () => {
    await ingest(poison);
    await ingest(poison);
    await ingest(poison);
    const again = held(await world.hub.retryIngest('tmall', 'bad'));
    expect(again).toMatchObject({ outcome: 'failed', attempts: 1 });
    const mended = held(await world.hub.retryIngest('tmall', 'bad', aDraft()));
    expect(mended.outcome).toBe('created');
    expect((await world.hub.retryIngest('tmall', 'bad')).ok).toBe(false);
  });
});

describe('the reconciler', () => {
  it('finds what the hub lacks, knows at an older version, or could not take', async () => {
    await ingest(row('1', 1), row('2', 1));
    for (let n = 0; n < 3; n += 1) await ingest(row('4', 1, { lines: [] }));
    const there = [
      { externalId: '1', version: 1 },
      { externalId: '2', version: 2 },
      { externalId: '3', version: 1 },
      { externalId: '4', version: 1 },
    ];
    expect(await world.hub.reconcileOrders('tmall', there)).toEqual({
      missing: ['3'],
      behind: ['2'],
      parked: ['4'],
    });
  });
});

describe('two hubs on one store', () => {
  it('that get the same rows at once place each order once', async () => {
    const one = world;
    const two = await smallWorld({ database: one.database, clock: one.clock, origin: 'two' });
    const rows = Array.from({ length: 20 }, (_, ix) =>
      row(String(ix), 1, { lines: [aDraftLine('OAT', 1)] }),
    );
    const batch = { source: 'tmall', rows };
    await Promise.all([one.hub.ingestOrders(batch), two.hub.ingestOrders(batch)]);
    const { rows: orders } = await one.store.orderList({}, { limit: 200, after: undefined });
    expect(orders).toHaveLength(20);
    await two.hub.stop();
  });

  it('tell once that an order was made, although the other one wrote so down first', async () => {
    const one = world;
    const two = await smallWorld({ database: one.database, clock: one.clock, origin: 'two' });
    const push = { source: 'tmall', rows: [row('1', 1)] };
    const others: string[] = [];
    const commit = one.store.commit.bind(one.store);
    vi.spyOn(one.store, 'commit').mockImplementation(async (units) => {
      const isTold = units.some(({ casesAdded }) => casesAdded.length > 0);
      if (isTold && others.length === 0)
        others.push(...(await two.hub.ingestOrders(push)).results.map(({ outcome }) => outcome));
      return commit(units);
    });
    const { results } = await one.hub.ingestOrders(push);
    expect([results.map(({ outcome }) => outcome), others]).toEqual([['created'], ['unchanged']]);
    await two.hub.stop();
  });
});
