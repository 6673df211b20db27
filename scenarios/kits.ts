import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';
import { aDraftLine, anItem } from '@ordermesh/testkit';
import { itemId, nodeId, orderId } from '@ordermesh/core/words';

const part = (item: string, unitsPerKit: number) => ({ itemId: itemId(item), unitsPerKit });

const furniture = smallTown({
  items: [
    anItem('POT', { weightGrams: 900 }),
    anItem('CUP', { weightGrams: 250 }),
    anItem('TEA', { weightGrams: 100 }),
    anItem('TEASET', {
      weightGrams: 1400,
      components: [part('POT', 1), part('CUP', 2)],
      shipTogether: true,
    }),
    anItem('HAMPER', { weightGrams: 1600, components: [part('TEASET', 1), part('TEA', 2)] }),
  ],
  stock: {
    st_a: { POT: 2, CUP: 3, TEA: 1 },
    st_b: { POT: 1, CUP: 1, TEA: 10 },
    dc_w: { POT: 10, CUP: 20, TEA: 0 },
  },
});

const kitOrder = (...lines: readonly (readonly [item: string, units: number])[]) => ({
  lines: lines.map(([item, units]) => aDraftLine(item, units)),
});

/** Everything that is reserved, by node and item. */
const reservedAt = (stage: Stage, node: string): string =>
  ['POT', 'CUP', 'TEA', 'TEASET']
    .map((item) => `${item} ${String(stage.stock(node, item).reserved)}`)
    .join(', ');

async function oneParcel(stage: Stage): Promise<void> {
  const order = await stage.place(kitOrder(['TEASET', 1], ['CUP', 1]));
  const [work, ...others] = order.fulfilments;
  stage.must(
    'the kit and the cup beside it come from one shelf that has three cups, counted once',
    work?.nodeId === 'st_a' && others.length === 0 && stage.stock('st_a', 'CUP').reserved === 3,
    reservedAt(stage, 'st_a'),
  );
  const [line] = order.record.order.lines;
  stage.must(
    'the customer bought one kit, at the price of the kit',
    line?.itemId === 'TEASET' && line.quantityUnits === 1 && line.priceMinor === 1000,
    `${line?.itemId ?? ''} at ${String(line?.priceMinor)}`,
  );
}

/** Store A has a pot but no cups left: no kit is promised out of it, though the sum of all shelves would do. */
async function neverApart(stage: Stage): Promise<void> {
  const order = await stage.place(kitOrder(['TEASET', 1]));
  const [work, ...others] = order.fulfilments;
  stage.must(
    'a kit that ships together goes in one parcel, from where all of it is',
    work?.nodeId === 'dc_w' && others.length === 0,
    `${work?.nodeId ?? 'nobody'}: ${JSON.stringify(work?.lines.map(({ itemId: id, quantityUnits }) => [id, quantityUnits]))}`,
  );
}

async function partlyCancelled(stage: Stage): Promise<void> {
  const { record } = await stage.place(kitOrder(['TEASET', 3]));
  const id = orderId(record.order.orderId);
  const before = stage.stock('dc_w', 'CUP').reserved;
  stage.held(
    await stage.hub.cancelOrder(id, { lines: [{ lineNo: 1, units: 1 }], reason: 'one is enough' }),
  );
  const works = await stage.openWorks(id);
  const units = works.flatMap(({ lines }) =>
    lines.map((line) => [line.itemId, line.quantityUnits]),
  );
  stage.must(
    'cancelling one of three kits takes one pot and two cups out, and nothing else',
    JSON.stringify(units) ===
      JSON.stringify([
        ['POT', 2],
        ['CUP', 4],
      ]) && stage.stock('dc_w', 'CUP').reserved === before - 2,
    JSON.stringify(units),
  );
  const tooMany = await stage.hub.cancelOrder(id, {
    lines: [{ lineNo: 1, units: 3 }],
    reason: 'all of it',
  });
  stage.must('more kits than are left cannot be cancelled', !tooMany.ok, 'asked 3, left 2');
}

async function shortPart(stage: Stage): Promise<void> {
  const { record } = await stage.place(kitOrder(['TEASET', 2]));
  const id = orderId(record.order.orderId);
  const [work] = await stage.openWorks(id);
  const pots = work?.lines.find((line) => line.itemId === 'POT');
  if (!work || !pots) throw new Error('not routed');
  stage.held(await stage.act(work, { act: 'accept' }));
  await stage.hub.setStock(
    [
      { nodeId: nodeId('st_a'), itemId: itemId('POT'), onHandUnits: 5 },
      { nodeId: nodeId('st_a'), itemId: itemId('CUP'), onHandUnits: 9 },
    ],
    'delivery',
  );
  stage.held(
    await stage.act(work, { act: 'short', lines: [{ lineNo: pots.lineNo, missingUnits: 1 }] }),
  );
  const works = await stage.openWorks(id);
  const told = works.map(
    ({ nodeId, lines }) =>
      `${nodeId} ${lines.map((line) => `${line.itemId} ${String(line.quantityUnits)}`).join(' ')}`,
  );
  stage.must(
    'one pot short: its two cups move along, and each kit is still one parcel',
    told.join('; ') === 'dc_w POT 1 CUP 2; st_a POT 1 CUP 2',
    told.join('; '),
  );
  for (const open of works)
    if (open.state !== 'accepted') stage.held(await stage.act(open, { act: 'accept' }));
  for (const open of works) await stage.finish(open);
  const tracked = stage.held(await stage.hub.tracking(id, 'basic'));
  stage.must(
    'the customer follows two kits, not their parts, and both have come',
    tracked.lines.length === 1 &&
      tracked.lines[0]?.quantities
        .map(({ status, units }) => `${String(units)} ${status}`)
        .join() === '2 delivered',
    JSON.stringify(
      tracked.lines.map(({ itemId: item, quantities }) => [
        item,
        quantities.map(({ status, units }) => [status, units]),
      ]),
    ),
  );
}

async function fromTheShelf(stage: Stage): Promise<void> {
  await stage.hub.setStock(
    [{ nodeId: nodeId('st_b'), itemId: itemId('TEASET'), onHandUnits: 1 }],
    'put together in a quiet hour',
  );
  const order = await stage.place(kitOrder(['TEASET', 1]));
  const [work] = order.fulfilments;
  stage.must(
    'a kit that is put together already goes first, as it is',
    work?.nodeId === 'st_b' && work.lines.map((line) => line.itemId).join() === 'TEASET',
    reservedAt(stage, 'st_b'),
  );
}

async function kitInKit(stage: Stage): Promise<void> {
  const order = await stage.place(kitOrder(['HAMPER', 1]));
  const goods = order.fulfilments.flatMap(({ nodeId, lines }) =>
    lines.map((line) => `${nodeId} ${line.itemId} ${String(line.quantityUnits)}`),
  );
  stage.must(
    'a hamper of a tea set and two teas is picked as pot, cups and teas; it may come apart, so it does where that is needed',
    goods.length > 0 &&
      goods.some((one) => one.endsWith('TEA 2')) &&
      order.unroutable === undefined,
    goods.join(', '),
  );
  const cycle = await stage.hub.putItems([anItem('POT', { components: [part('HAMPER', 1)] })]);
  stage.must(
    'a pot made of hampers is refused',
    !cycle.ok,
    cycle.ok ? 'taken' : JSON.stringify(cycle.refusal),
  );
}

/** Kits: bought as one, picked as parts, one parcel where that is promised. */
export const scenario = story({
  name: 'kits',
  title: 'Kits and bundles: bought as one, picked as parts',
  about: [
    'A kit is promised only where all of its parts are; parts that other lines want too are counted once.',
    'Cancels keep the ratio of the parts, and a part that is not found takes its kit along.',
  ],
  furniture,
  tell: async (stage) => {
    await oneParcel(stage);
    await neverApart(stage);
    await partlyCancelled(stage);
    await shortPart(stage);
    await fromTheShelf(stage);
    await kitInKit(stage);
  },
});
