import { itemId } from '@ordermesh/core/words';
import { aDraft } from '@ordermesh/testkit';
import { smallTown, story } from '@ordermesh/twin';

const oat = itemId('OAT');
const units = 12;
const ordersPerHub = 40;

/** Everybody wants the last units at the same moment, through two processes on one store. */
export const scenario = story({
  name: 'hot-item',
  title: 'Eighty orders for the last twelve units, through two processes',
  about: [
    'The store arbitrates, not a lock around the item: a loser walks again on fresh numbers, and is told why when nothing is left.',
    'Exactly the units that are there are sold, fenced ones included; nobody is answered “try again” for ever.',
  ],
  furniture: smallTown({ stock: { st_a: { OAT: 4 }, dc_w: { OAT: units - 4 } } }),
  tell: async (stage) => {
    const other = await stage.anotherHub('other');
    const channels = [{ channel: 'webshop', units: 3, open_pool: true }];
    const fences = [{ fence_id: 'f', nodes: ['dc_w'], items: ['OAT'], channels }];
    stage.held(await stage.hub.publishAllocation({ fences }, 'the last three are for the webshop'));
    await stage.pass(10);
    const orders = [stage.hub, other].flatMap((hub) =>
      Array.from({ length: ordersPerHub }, (_, ix) =>
        hub.placeOrder(
          aDraft({
            channel: ix % 4 === 0 ? 'webshop' : 'tmall',
            lines: [{ item: 'OAT', quantity: 1 }],
          }),
          { principal: 'shop' },
        ),
      ),
    );
    const placed = (await Promise.all(orders)).map((outcome) => stage.held(outcome));
    const routed = placed.filter(({ unroutable }) => unroutable === undefined);
    stage.must(
      'exactly the units that are there are sold',
      routed.length === units,
      `${String(routed.length)} of ${String(placed.length)}`,
    );
    const left = placed.filter(({ unroutable }) => unroutable?.reason === 'insufficient-stock');
    stage.must(
      'every other order is told that nothing is left, and waits for people',
      left.length === placed.length - units,
      String(left.length),
    );
    const [quota] = stage.hub.quotas();
    const webshop = routed.filter(({ record }) => record.order.channel === 'webshop').length;
    stage.must(
      'the fenced units went to their channel',
      webshop >= 3,
      `${String(webshop)} orders of the webshop, ${String(quota?.leftUnits)} units left in its fence`,
    );
    const sold = stage.hub.availability(oat, []).length;
    stage.must('nobody is promised more', sold === 0, String(sold));
    const walks = [stage.hub, other].reduce((sum, hub) => sum + hub.figures().stockTakenRetries, 0);
    stage.figure('orders walked again', String(walks));
    stage.must(
      'losers walk again a few times at most',
      walks <= placed.length * 4,
      `${String(walks)} walks for ${String(placed.length)} orders`,
    );
  },
});
