import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
import { instantText } from '@ordermesh/core/words';
import { aDraft, aDraftLine } from '@ordermesh/testkit';
import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const hourMs = 3_600_000;

/** The hours of a sale: a strategy that ends by itself, and orders let in by tier when too many come at once. */
export const scenario = story({
  name: 'peak',
  title: 'Peak: a strategy with an end, back-pressure, key accounts first, nobody starves',
  about: [
    'The strategy of the sale is tried on an order before it is published, counts at once, and is over at its date without anybody doing anything.',
    'When too much waits, standard orders are asked to come back and key accounts go first; each order is overtaken by a bounded number of later ones.',
  ],
  furniture: smallTown({
    stock: { st_a: { OAT: 200 }, st_b: { OAT: 200 }, dc_w: { OAT: 5_000 } },
  }),
  limits: { batchUnitsMax: 4, commitsAtOnceMax: 1, waitingMax: 20 },
  tell: async (stage) => {
    await saleStrategy(stage);
    await rush(stage);
    await afterTheSale(stage);
  },
});

const nodeOf = async (stage: Stage): Promise<string> =>
  String((await stage.place()).plan?.parcels[0]?.nodeId);

async function saleStrategy(stage: Stage): Promise<void> {
  const before = await nodeOf(stage);
  stage.must('on an ordinary day the store nearby sends it', before.startsWith('st_'), before);
  const standard = standardStrategy('balanced', 'CNY');
  if (!standard) throw new Error('no standard strategy');
  const { version: _version, ...json } = strategyJson(standard);
  const sale = {
    ...json,
    strategy_id: 'sale',
    name: 'The sale: stores serve who walks in, the DC the web',
    hard_rules: [
      ...json.hard_rules,
      {
        rule_id: 'stores-rest',
        name: 'stores do not ship',
        when: [{ field: 'node.kind', operator: 'eq', value: 'store' }],
        effect: 'exclude',
      },
    ],
    valid_until: instantText(stage.now() + 6 * hourMs),
  };
  const tried = stage.hub.validateStrategy(sale);
  const still = await nodeOf(stage);
  stage.must(
    'a strategy is checked without deciding anything',
    tried.ok && still.startsWith('st_'),
    still,
  );
  stage.held(await stage.hub.publishStrategy(sale, 'the sale'));
  const first = await nodeOf(stage);
  stage.must('once published it decides the very next order', first === 'dc_w', first);
}

async function rush(stage: Stage): Promise<void> {
  const draft = (tier: string) => aDraft({ tier, lines: [aDraftLine('OAT', 1)] });
  const send = (tier: string) => stage.hub.placeOrder(draft(tier), { principal: 'shop' });
  const tiers = [
    ...Array.from({ length: 120 }, () => 'standard'),
    ...Array.from({ length: 8 }, () => 'vip'),
  ];
  const from = stage.events.length;
  const outcomes = await Promise.all(tiers.map(send));
  const refusals = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.refusal]));
  const busy = refusals.filter(({ reason }) => reason === 'busy');
  stage.must(
    'too many at once are asked to come back, with a time, and nothing else is refused',
    busy.length > 0 && busy.length === refusals.length,
    `${String(busy.length)} of ${String(tiers.length)}`,
  );
  const vips = outcomes.filter((_, ix) => tiers[ix] === 'vip');
  stage.must(
    'no key account is turned away',
    vips.every(({ ok }) => ok),
    `${String(vips.length)} let in`,
  );
  const placed = stage.events
    .slice(from)
    .filter(({ type }) => type.includes('order.placed'))
    .map(({ body }) => String(body['tier']));
  const behind = placed.slice(placed.lastIndexOf('vip') + 1);
  stage.must(
    'key accounts that came last went before standard orders that were waiting',
    behind.length > 0,
    `${String(behind.length)} standard orders behind the last of them`,
  );
  let waiting = refusals.length;
  for (let turn = 0; waiting > 0 && turn < 50; turn += 1) {
    const again = await Promise.all(
      Array.from({ length: Math.min(waiting, 15) }, () => send('standard')),
    );
    waiting -= again.filter(({ ok }) => ok).length;
  }
  stage.must(
    'whoever comes back is served: nobody starves',
    waiting === 0,
    `${String(waiting)} left`,
  );
  stage.figure('asked to come back', String(busy.length));
}

async function afterTheSale(stage: Stage): Promise<void> {
  await stage.pass(6 * 60 + 5);
  const live = stage.hub.strategies().find((one) => one.live);
  const node = await nodeOf(stage);
  stage.must(
    'the sale is over by itself and the lasting strategy decides again',
    live?.document.strategyId !== 'sale' && node.startsWith('st_'),
    `${String(live?.document.strategyId)}, ${node}`,
  );
}
