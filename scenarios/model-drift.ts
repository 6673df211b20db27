import { trainHandling } from '@ordermesh/core/learn';
import type { HandledParcel } from '@ordermesh/core/learn';
import { smallTown, smallTownNodes, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const [store] = smallTownNodes;

/**
 * Store A packs in half an hour to an hour, and a model that was trained on that serves. Then half of its people are ill
 * for weeks: everything takes three to five hours. Nobody tells the hub.
 */
export const scenario = story({
  name: 'model-drift',
  title: 'A model that is not right any more is switched to its fallback by itself, for all to see',
  about: [
    'A trained model of handling speaks for promises only while what comes of them is what it said.',
    'The hub looks every day; when the model is off, the curves of the network count again, with the reason told.',
  ],
  furniture: smallTown({
    nodes: smallTownNodes.map((node) => ({ ...node, slots: { lengthMinutes: 60, ordersMax: 99 } })),
    stock: { st_a: { OAT: 4000 } },
  }),
  lookEveryMinutes: 120,
  tell: async (stage) => {
    await serve(stage);
    await asTrained(stage);
    await ill(stage);
    await afterwards(stage);
  },
});

/** What the store did before the hub was there: thirty to sixty minutes. */
function history(at: number): readonly HandledParcel[] {
  if (store === undefined) throw new Error('the town has a store');
  return Array.from({ length: 900 }, (_, n) => {
    const startedAt = at - (1 + Math.floor(n / 10)) * dayMs;
    const epochDay = Math.floor((startedAt + 8 * 60 * minuteMs) / dayMs);
    const readyAt = startedAt + minutesAsTrained(n) * minuteMs;
    return { place: { node: store, epochDay }, startedAt, readyAt };
  });
}

const minutesAsTrained = (n: number): number => 30 + ((n * 37) % 31);

async function serve(stage: Stage): Promise<void> {
  const { hub, held, now } = stage;
  const at = now();
  const trained = trainHandling(history(at), { at, version: 1, seed: 1 });
  if (!trained.ok) throw new Error(trained.refusal.reason);
  held(await hub.publishModel(trained.value, 'ninety days of store A'));
  held(await hub.serveModel('handling', { modelId: 'handling', version: 1 }, 'card looks right'));
  const spoke = await modelsOf(stage);
  stage.must('the model speaks for new orders', spoke.join() === 'handling@1', spoke.join());
}

/** The models that spoke for an order that is placed now. */
async function modelsOf({ hub, held, place }: Stage): Promise<readonly string[]> {
  const { decisionId } = await place();
  return held(await hub.explain(decisionId)).versions.models;
}

/** Orders of a day come at once and are packed in so many turns. */
const [ordersPerTurn, turns] = [5, 7];

/** A day of orders, all accepted at once; each turn of them is packed after so many minutes. */
async function oneDay(stage: Stage, minutesOf: (turn: number) => number): Promise<void> {
  const placed = [];
  for (let n = 0; n < ordersPerTurn * turns; n++) {
    const { orderId } = (await stage.place()).record.order;
    for (const work of await stage.openWorks(orderId)) await stage.act(work, { act: 'accept' });
    placed.push(orderId);
  }
  let passed = 0;
  for (let turn = 0; turn < turns; turn++) {
    await stage.pass(minutesOf(turn) - passed);
    passed = minutesOf(turn);
    for (const orderId of placed.slice(turn * ordersPerTurn, (turn + 1) * ordersPerTurn))
      for (const work of await stage.openWorks(orderId)) await stage.prepare(work);
  }
  await stage.pass(1440 - passed);
}

async function asTrained(stage: Stage): Promise<void> {
  for (let day = 0; day < 3; day++) await oneDay(stage, (turn) => 30 + turn * 5 + day);
  const [judged] = await stage.hub.judgeModels();
  stage.must(
    'while the store works as ever the model goes on serving',
    judged?.use === 'handling' && judged.verdict.serves,
    JSON.stringify(judged?.verdict.reasons),
  );
}

async function ill(stage: Stage): Promise<void> {
  let days = 0;
  while (isServing(stage) && days < 14) {
    days += 1;
    await oneDay(stage, (turn) => 180 + turn * 20);
  }
  stage.figure('days until it was switched off', String(days));
  stage.must(
    'when everything takes hours it is switched off within a week, without anybody asking',
    !isServing(stage) && days <= 7,
    `after ${String(days)} days`,
  );
}

const isServing = ({ hub }: Stage): boolean =>
  hub.models().some(({ servesFor }) => servesFor === 'handling');

async function afterwards(stage: Stage): Promise<void> {
  const told = stage.events
    .filter(({ type }) => type.includes('network.published'))
    .map(({ body }) => String(body['note']))
    .find((note) => note.startsWith('coverage off'));
  stage.must('the log tells why', told !== undefined, String(told));
  const spoke = await modelsOf(stage);
  stage.must('no model speaks for new orders', spoke.length === 0, spoke.join());
  const [first] = stage.events.filter(({ type }) => type.includes('order.placed'));
  const versions = stage.hub.models().map(({ model, note }) => `${model.modelId}: ${note}`);
  stage.must(
    'the model is still there with its card, and serves nothing',
    versions.length === 1 && first !== undefined,
    versions.join(),
  );
  stage.table(['what', 'told'], [['switched off', String(told)]]);
}
