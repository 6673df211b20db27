import { deliveredFact, departedFact, packedFact } from '@ordermesh/core/facts';
import type { EpcisEvent } from '@ordermesh/core/facts';
import { privateUri } from '@ordermesh/core/words';
import type { Work } from '../../contract/index.ts';
import type { FloorDesk } from '../../contract/system.ts';
import { doneOf } from './asking.ts';
import type { Asking } from './asking.ts';
import { nodeOf } from './world.ts';

/** Work at our nodes. */
export const floorDesk = (asking: Asking): FloorDesk => ({
  accept: (work, sending) =>
    doneOf(() => asking.through(sending).fulfilments.accept(work.workId, work.turn)),
  reject: (work, sending) =>
    doneOf(() => asking.through(sending).fulfilments.reject(work.workId, work.turn, 'too busy')),
  short: (work, missing, sending) =>
    doneOf(async () => {
      const client = asking.through(sending);
      const line = await lineOf(asking, work.orderId, missing.item);
      await client.fulfilments.short(work.workId, work.turn, [
        { line_no: line, missing_units: missing.units },
      ]);
    }),
  claim: async (work, sending) => {
    const tote = { fulfilment_id: work.workId, epoch: work.turn };
    const { results } = await asking.through(sending).floor.take(nodeOf[work.spot], [tote]);
    const [result] = results;
    return { done: result?.taken === true, why: result?.reason ?? '' };
  },
  replan: (orderId, sending) => doneOf(() => asking.through(sending).orders.reroute(orderId)),
  scan: async (work, step, seen = {}) => {
    const event = factOf(work, step, seen.at ?? Date.now());
    const { ok, errors } = await asking.through(seen).facts.capture(event);
    return { done: ok, why: JSON.stringify(errors ?? '') };
  },
  refund: (orderId, { item, units }, key) =>
    doneOf(async () => {
      const client = asking.through();
      const line = await lineOf(asking, orderId, item);
      const matter = await client.aftercare.requestReturn(
        orderId,
        {
          method: 'send',
          lines: [{ line_no: line, units, reason: 'conformance', condition: 'unopened' }],
        },
        { idempotencyKey: key },
      );
      await client.aftercare.approveRefund(matter.record.case_id, {
        because: 'goodwill',
        lines: [{ line_no: line, units }],
      });
    }),
});

async function lineOf(asking: Asking, orderId: string, item: string): Promise<number> {
  const { order } = await asking.through().orders.get(orderId);
  const line = order.lines.find((row) => row.item === item);
  if (!line) throw new Error(`${orderId} has no ${item}`);
  return line.line_no;
}

const host = 'hub.ordermesh.local';
const uri = (kind: 'node' | 'order' | 'sku' | 'parcel' | 'consignee', id: string): string =>
  privateUri(host, kind, id);

function factOf(work: Work, step: 'packed' | 'left' | 'delivered', at: number): EpcisEvent {
  const parcel = uri('parcel', work.workId);
  const nodeUri = uri('node', nodeOf[work.spot]);
  if (step === 'packed')
    return packedFact({
      at,
      nodeUri,
      orderKeys: [uri('order', work.orderId)],
      parcelUri: parcel,
      goods: work.wants.map(({ item, units }) => ({
        itemUri: uri('sku', item),
        unit: 'each',
        units,
      })),
    });
  if (step === 'left')
    return departedFact({ at, placeUri: nodeUri, parcelUris: [parcel], fromUri: nodeUri });
  return deliveredFact({
    at,
    placeUri: 'geo:31.23,121.47',
    parcelUris: [parcel],
    consigneeUri: uri('consignee', work.orderId),
  });
}
