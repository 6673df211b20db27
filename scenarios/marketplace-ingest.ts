import { story } from '@ordermesh/twin';
import { aDraft, aDraftLine } from '@ordermesh/testkit';

interface Told {
  readonly externalId: string;
  readonly version: number;
  readonly kind: 'order' | 'cancel';
  readonly draft: unknown;
}

const order = (externalId: string, version: number, units = 1): Told => ({
  externalId,
  version,
  kind: 'order',
  draft: aDraft({ channel: 'tmall', lines: [aDraftLine('OAT', units)] }),
});
const cancel = (externalId: string, version: number): Told => ({
  externalId,
  version,
  kind: 'cancel',
  draft: undefined,
});

/** A marketplace that pushes twice, forgets, and tells things in the wrong order. */
export const scenario = story({
  name: 'marketplace-ingest',
  title: 'A marketplace that retries, reorders and forgets',
  about: [
    'Whatever a marketplace sends, in whatever order and however often, an external id is one order.',
    'What it never sent is found by comparing lists; what cannot be taken is parked, and its neighbours flow.',
  ],
  tell: async (stage) => {
    const source = 'tmall';
    const ingest = async (...rows: Told[]) => stage.hub.ingestOrders({ source, rows });
    const wordsOf = (answer: Awaited<ReturnType<typeof ingest>>): string =>
      answer.results.map(({ outcome }) => outcome).join(' ');
    const find = (id: string) => stage.hub.orderByExternalId({ system: source, id });

    // The webhook and the poll bring the same order at the same moment, then the webhook once more.
    const both = await Promise.all([ingest(order('1', 1, 2)), ingest(order('1', 1, 2))]);
    const again = await ingest(order('1', 1, 2));
    const created = both
      .flatMap(({ results }) => results)
      .filter((one) => one.outcome === 'created');
    stage.must(
      'pushed and polled at once it is created once',
      created.length === 1,
      both.map(wordsOf).join(' | '),
    );
    stage.must('sent again it changes nothing', wordsOf(again) === 'unchanged', wordsOf(again));
    const reserved = () =>
      ['st_a', 'st_b', 'dc_w'].reduce((sum, node) => sum + stage.stock(node, 'OAT').reserved, 0);
    stage.must('two units are reserved, not four', reserved() === 2, String(reserved()));

    // A cancel overtakes its order; a newer version overtakes an older one.
    const overtaken = await ingest(
      cancel('2', 5),
      order('2', 4),
      order('3', 9, 1),
      order('3', 8, 4),
    );
    stage.must(
      'a cancel that came first wins, an older version that came later loses',
      wordsOf(overtaken) === 'remembered older created older',
      wordsOf(overtaken),
    );
    stage.must('the cancelled one was never placed', !(await find('2')).ok, 'not found');
    const three = stage.held(await find('3')).record.order.lines[0]?.quantityUnits;
    stage.must('the newer version counts', three === 1, String(three));

    // A change of the customer at the marketplace, then a cancel that comes twice.
    const changed = await ingest(order('1', 2, 1), cancel('3', 10), cancel('3', 10));
    stage.must(
      'changes and cancels reach the order once',
      wordsOf(changed) === 'updated cancelled unchanged',
      wordsOf(changed),
    );
    stage.must('exactly what is wanted is reserved', reserved() === 1, String(reserved()));

    // One row that nobody can read stands among good ones.
    const poison: Told = {
      ...order('bad', 1),
      draft: aDraft({ lines: [aDraftLine('UNHEARD-OF', 1)] }),
    };
    const batch = { source, cursor: 'page-7', rows: [order('4', 1), poison, order('5', 1)] };
    const tries = [];
    for (let n = 0; n < 3; n += 1) tries.push(await stage.hub.ingestOrders(batch));
    stage.must(
      'its neighbours flow at the first try, it is parked at the third',
      tries.map(wordsOf).join(' | ') ===
        'created failed created | unchanged failed unchanged | unchanged parked unchanged',
      tries.map(wordsOf).join(' | '),
    );
    const cursor = (await stage.hub.ingestSource(source))?.cursor;
    stage.must('then the source is read on', cursor === 'page-7', String(cursor));
    const mended = stage.held(await stage.hub.retryIngest(source, 'bad', order('bad', 1).draft));
    stage.must('mended by people it is an order', mended.outcome === 'created', mended.outcome);

    // The marketplace lost a webhook: its list shows more than the hub has.
    const there = ['1', '2', '3', '4', '5', '6'].map((externalId) => ({
      externalId,
      version: externalId === '4' ? 2 : 1,
    }));
    const found = await stage.hub.reconcileOrders(source, there);
    stage.must(
      'the reconciler names the lost order and the missed change, and nothing else',
      JSON.stringify(found) === JSON.stringify({ missing: ['6'], behind: ['4'], parked: [] }),
      JSON.stringify(found),
    );
    await ingest(order('6', 1), order('4', 2, 2));
    const after = await stage.hub.reconcileOrders(source, there);
    stage.must(
      'after that nothing is missing',
      after.missing.length + after.behind.length === 0,
      JSON.stringify(after),
    );
    stage.figure('orders', String(stage.hub.figures().ordersAccepted));
  },
});
