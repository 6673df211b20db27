import {
  aDraftLine,
  anItem,
  arrived,
  backFact,
  held,
  pass,
  scan,
  smallWorld,
} from '@ordermesh/testkit';
import { describe, expect, it } from 'vitest';

import { dayMs, itemId, nodeId } from '../../../words/index.ts';

const shop = { principal: 'shop' };
const part = (item: string, unitsPerKit: number) => ({ itemId: itemId(item), unitsPerKit });
/** A pot and two cups make a tea set. */
const items = [
  anItem('POT'),
  anItem('CUP'),
  anItem('TEASET', { components: [part('POT', 1), part('CUP', 2)], shipTogether: true }),
];
const [set, pot, cup] = [1, 10_001, 10_002];
const ask = (...lines: readonly (readonly [lineNo: number, units: number])[]) => ({
  method: 'send' as const,
  lines: lines.map(([lineNo, units]) => ({
    lineNo,
    units,
    reason: 'chipped',
    condition: 'damaged' as const,
  })),
});

/** Tea sets that were sent as their parts and have arrived. */
async function teaSets(units: number) {
  const world = await smallWorld({ items, stock: { st_a: { POT: 10, CUP: 20 } } });
  return { world, ...(await arrived(world, { lines: [aDraftLine('TEASET', units)] })) };
}

describe('a part of a kit', () => {
  it('comes back alone, is on the shelf again, and its money is for people to decide', async () => {
    const { world, orderId, node } = await teaSets(1);
    const { record, file, returnUri } = held(
      await world.hub.requestReturn(orderId, ask([cup, 1]), shop),
    );
    expect(file.lines).toMatchObject([{ lineNo: cup, itemId: 'CUP', units: 1 }]);
    const before = world.hub.position(nodeId(node), itemId('CUP'))?.onHandUnits ?? 0;
    const back = { returnUri, node, item: 'CUP', units: 1 };
    await scan(world, backFact(world, back, 'inspected', 'conformant'));
    expect(world.hub.position(nodeId(node), itemId('CUP'))?.onHandUnits).toBe(before + 1);
    const seen = held(await world.hub.return(record.caseId));
    expect([seen.custody, seen.refunds, seen.refund]).toEqual(['settled', [], 'requested']);
    const worth = { lineNo: set, units: 0, amountMinor: 100 };
    const because = 'one cup of two';
    const paid = held(await world.hub.approveRefund(record.caseId, { lines: [worth], because }));
    expect(paid.refunds).toMatchObject([{ lines: [{ lineNo: set, units: 0 }] }]);
    const { afterDelivery } = held(await world.hub.tracking(orderId, 'basic'));
    expect(afterDelivery?.returns[0]?.lines).toMatchObject([{ lineNo: cup, units: 1 }]);
  });

  it('is not returned twice: whole sets and single parts take the same units', async () => {
    const { world, orderId } = await teaSets(2);
    const fault = async (...lines: readonly (readonly [number, number])[]) => {
      const answer = await world.hub.tryReturn(orderId, ask(...lines));
      return answer.ok ? 'ok' : answer.refusal;
    };
    expect(await fault([set, 2])).toBe('ok');
    expect(await fault([cup, 4], [pot, 2])).toBe('ok');
    expect(await fault([cup, 5])).toMatchObject({ faults: [{ reason: 'not-returnable' }] });
    expect(await fault([set, 1], [cup, 2], [pot, 1])).toBe('ok');
    expect(await fault([set, 1], [cup, 3])).toMatchObject({
      faults: [{ field: '/lines/1/units' }],
    });
    expect(await fault([cup, 1], [set, 2])).toMatchObject({
      faults: [{ field: '/lines/1/units' }],
    });
    held(await world.hub.requestReturn(orderId, ask([cup, 1]), shop));
    expect(await fault([set, 2])).toMatchObject({ faults: [{ reason: 'not-returnable' }] });
    expect(await fault([set, 1], [cup, 1], [pot, 1])).toBe('ok');
    held(await world.hub.requestReturn(orderId, ask([set, 1]), shop));
    expect(await fault([cup, 2])).toMatchObject({ faults: [{ reason: 'not-returnable' }] });
    expect(await fault([cup, 1], [pot, 1])).toBe('ok');
  });

  it('has the time of its kit to come back, and neither has longer', async () => {
    const { world, orderId } = await teaSets(1);
    world.clock.advance(31 * dayMs);
    for (const no of [set, cup])
      expect(await world.hub.tryReturn(orderId, ask([no, 1]))).toMatchObject({
        refusal: { faults: [{ reason: 'too-late' }] },
      });
  });

  it('that comes unasked is known as the part that it is', async () => {
    const { world, orderId, node } = await teaSets(1);
    await pass(world, 60_000);
    await scan(world, backFact(world, { orderId, node, item: 'POT', units: 1 }, 'received'));
    const { rows } = await world.hub.returns({ orderId }, { limit: 9, after: undefined });
    expect(rows[0]?.file).toMatchObject({
      cause: 'unannounced',
      lines: [{ lineNo: pot, itemId: 'POT', units: 1 }],
    });
  });
});

describe('a whole kit that comes back as its parts', () => {
  const seen = async (world: Awaited<ReturnType<typeof teaSets>>['world'], caseId: string) => {
    const { custody, refund, refunds } = held(await world.hub.return(caseId));
    return { custody, refund, paid: refunds.flatMap(({ lines }) => lines) };
  };

  it('is paid when its last part was found good, and not before', async () => {
    const { world, orderId, node } = await teaSets(2);
    const { record, returnUri } = held(await world.hub.requestReturn(orderId, ask([set, 1]), shop));
    const { caseId } = record;
    const back = { returnUri, node };
    await scan(
      world,
      backFact(world, { ...back, item: 'CUP', units: 2 }, 'inspected', 'conformant'),
    );
    expect(await seen(world, caseId)).toEqual({
      custody: 'received',
      refund: 'requested',
      paid: [],
    });
    await scan(
      world,
      backFact(world, { ...back, item: 'POT', units: 1 }, 'inspected', 'conformant'),
    );
    expect(await seen(world, caseId)).toMatchObject({
      custody: 'settled',
      refund: 'approved',
      paid: [{ lineNo: set, units: 1, grade: 'sellable' }],
    });
  });
});
