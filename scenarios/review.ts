import type { Review } from '@ordermesh/core/hub';
import { nodeId } from '@ordermesh/core/words';
import { aDraftLine } from '@ordermesh/testkit';
import { smallTown, story } from '@ordermesh/twin';
import type { Stage } from '@ordermesh/twin';

const everything = { limit: 200, after: undefined };

/** Decisions that were nearly a draw, moved by hand, or turned out badly come to people, who say what they think. */
export const scenario = story({
  name: 'review',
  title: 'Decisions that people look at, and what they think of them',
  about: [
    'What a person changes by hand, what a node could not do and what came late is queued with its reason and its cost.',
    'Agree or disagree is kept with who and when, and read back as rows to learn from; nothing is queued twice.',
  ],
  furniture: smallTown(),
  tell: async (stage) => {
    await movedByHand(stage);
    await notFound(stage);
    await late(stage);
    await judged(stage);
  },
});

const queued = async (stage: Stage): Promise<readonly Review[]> => {
  await stage.hub.queueReviews();
  return (await stage.hub.reviews({}, everything)).rows;
};

async function movedByHand(stage: Stage): Promise<void> {
  const { record, decisionId, plan } = await stage.place();
  const { orderId } = record.order;
  const from = plan?.parcels[0]?.nodeId;
  const moved = stage.held(
    await stage.hub.moveByHand(orderId, {
      nodeId: nodeId('dc_w'),
      reason: 'store closes early',
      by: 'lin',
    }),
  );
  const works = await stage.openWorks(orderId);
  stage.must(
    'the work moves to the node that a person named, and to no other',
    works.length === 1 && works[0]?.nodeId === 'dc_w' && from !== 'dc_w',
    `${String(from)} to ${works.map((work) => work.nodeId).join()}`,
  );
  const found = (await queued(stage)).filter((one) => one.reason === 'overridden');
  stage.must(
    'what it replaced is queued, with who, why and what it costs more',
    found.length === 1 &&
      found[0]?.decisionId === decisionId &&
      found[0].moved?.by === 'lin' &&
      found[0].moved.extraMinor === moved.extraMinor &&
      moved.extraMinor > 0 &&
      found[0].because === 'store closes early',
    `${String(moved.extraMinor)} minor units more`,
  );
  const nowhere = await stage.hub.moveByHand(orderId, {
    nodeId: nodeId('dc_w'),
    reason: 'again',
    by: 'lin',
  });
  stage.must('moving it where it is already is refused', !nowhere.ok, JSON.stringify(nowhere));
}

async function notFound(stage: Stage): Promise<void> {
  const { record, decisionId } = await stage.place({ lines: [aDraftLine('OAT', 1)] });
  const [work] = await stage.openWorks(record.order.orderId);
  if (!work) throw new Error('not routed');
  stage.held(await stage.act(work, { act: 'accept' }));
  const short = { act: 'short', lines: [{ lineNo: 1, missingUnits: 1 }] } as const;
  stage.held(await stage.act(work, short));
  const found = (await queued(stage)).find(
    (one) => one.decisionId === decisionId && one.reason === 'regretted',
  );
  stage.must(
    'a store that does not find the goods makes its decision one to look at',
    found?.reason === 'regretted' && found.because === 'short-pick' && found.nodeId === work.nodeId,
    `${String(found?.reason)}: ${String(found?.because)}`,
  );
}

async function late(stage: Stage): Promise<void> {
  const { record, decisionId } = await stage.place({ lines: [aDraftLine('TEA', 1)] });
  const [work] = await stage.openWorks(record.order.orderId);
  if (!work || !record.promise) throw new Error('not routed');
  const parcel = await stage.prepare(work);
  await stage.depart(work, parcel);
  await stage.pass((record.promise.window.endAt - stage.now()) / 60_000 + 5 * 60);
  await stage.deliver(work, parcel);
  const found = (await queued(stage)).find(
    (one) => one.decisionId === decisionId && one.because === 'late',
  );
  stage.must(
    'a parcel hours late is queued with its hours, and with what the runner-up would have saved',
    found?.reason === 'regretted' && found.hindsight?.lateHours === 5,
    `${String(found?.hindsight?.lateHours)} started hours, regret ${String(found?.hindsight?.regretMinor)}`,
  );
}

async function judged(stage: Stage): Promise<void> {
  const before = await queued(stage);
  const again = await queued(stage);
  stage.must(
    'looking again queues nothing twice',
    again.length === before.length &&
      new Set(again.map((one) => one.reviewId)).size === again.length,
    `${String(again.length)} reviews`,
  );
  const [first, second] = again.filter((one) => one.reason !== 'low-confidence');
  if (!first || !second) throw new Error('too few reviews');
  const agreed = stage.held(
    await stage.hub.labelReview(first.reviewId, {
      verdict: 'agree',
      note: 'the counter closed at noon',
      by: 'wei',
    }),
  );
  stage.must(
    'who agreed, when and why is kept',
    agreed.state === 'agreed' && agreed.label?.by === 'wei' && agreed.label.at === stage.now(),
    JSON.stringify(agreed.label),
  );
  const stale = await stage.hub.labelReview(first.reviewId, {
    verdict: 'disagree',
    note: '',
    by: 'lin',
    expectedVersion: 1,
  });
  stage.must(
    'a label on what somebody else changed meanwhile is refused',
    !stale.ok,
    JSON.stringify(stale),
  );
  await stage.hub.labelReview(second.reviewId, { verdict: 'disagree', note: '', by: 'wei' });
  const open = await stage.hub.reviews({ state: 'open' }, everything);
  const { rows } = await stage.hub.reviewRows(everything);
  stage.must(
    'what is judged leaves the queue and becomes rows to learn from',
    open.rows.length === again.length - 2 &&
      rows.length === 2 &&
      rows.filter((row) => row.agreed).length === 1,
    `${String(open.rows.length)} open, ${String(rows.length)} rows`,
  );
}
