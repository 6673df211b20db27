import { holdOrShip } from '@ordermesh/core/release';

import { olistCustomers, olistFreightMinor, retailCustomers } from './consolidation/customers.ts';
import type { CustomerOrderSeen } from './consolidation/customers.ts';
import { replayHolds } from './consolidation/replay.ts';
import type { HoldFigures, HoldRule } from './consolidation/replay.ts';
import type { QualityAsk, QualitySection, QualityTable } from './section.ts';

/** Whether an order shall wait for the next one of its customer, on real customers. Nothing is random here. */
export const consolidationSection: QualitySection = {
  name: 'consolidation',
  title: 'Hold or ship: orders that wait for the next one of their customer',
  run: (ask) => {
    const savingMinor = olistFreightMinor(ask.dataFolder);
    const retail = tableOf('a wholesaler (UCI Online Retail)', retailCustomers(ask.dataFolder), {
      savingMinor,
      ask,
    });
    ask.onProgress(0.5, 'wholesaler');
    const olist = tableOf('a marketplace (Olist)', olistCustomers(ask.dataFolder), {
      savingMinor,
      ask,
    });
    return {
      tables: [olist, retail],
      plots: [],
      notes: [
        `A parcel saved is worth ${String(savingMinor)} minor units, the middle freight of an Olist order; a broken promise costs ${String(lateMinor)}. Nobody waits longer than ${String(minutesMax)} minutes, the promise leaves ${String(slackMinutes)}.`,
        'Customers are learnt from the first half of the time and on; the second half is judged. Every rule waits for the same customers in the same order.',
      ],
    };
  },
};

const minutesMax = 240;
const slackMinutes = 480;
const lateMinor = 2_000;
const confidencePercent = 90;
const minuteMs = 60_000;

function tableOf(
  where: string,
  orders: readonly CustomerOrderSeen[],
  { savingMinor, ask }: { readonly savingMinor: number; readonly ask: QualityAsk },
): QualityTable {
  const used = ask.isSmoke ? orders.slice(0, 4_000) : orders;
  const judgedFromAt = used[Math.floor(used.length / 2)]?.at ?? 0;
  const rows = rulesFor(savingMinor).map(({ name, rule, isOurs }) => ({
    name,
    cells: cellsOf(replayHolds(used, rule, { judgedFromAt, savingMinor }), isOurs),
  }));
  return {
    title: `Waiting for the next order at ${where}`,
    caption:
      'Merged: parcels that were saved, per thousand orders. Hits: held orders that another one came for. Net: saved freight less the risk to promises, minor units per order.',
    columns: ['orders', 'held, %', 'merged, ‰', 'hits, %', 'minutes held', 'net'],
    rows,
  };
}

const riskOf = (minutes: number): number =>
  (lateMinor * (100 - confidencePercent) * minutes) / 100 / slackMinutes;

const always = (minutes: number) => ({ minutes, riskMinor: riskOf(minutes) });

/** Rules to compare: nobody waits, everybody does, whoever ordered again within the span once, and by numbers. */
const rulesFor = (
  savingMinor: number,
): readonly { readonly name: string; readonly rule: HoldRule; readonly isOurs: boolean }[] => [
  { name: 'ship at once', rule: () => undefined, isOurs: false },
  { name: 'hold everybody 30 min', rule: () => always(30), isOurs: false },
  { name: 'hold everybody 4 h', rule: () => always(minutesMax), isOurs: false },
  {
    name: 'hold 30 min who did so before',
    rule: ({ own }) => ((own.followed[1] ?? 0) > 0 ? always(30) : undefined),
    isOurs: false,
  },
  {
    name: 'ordermesh, hold or ship',
    isOurs: true,
    rule: ({ at, own, tier }) => {
      const latestSafeAt = at + slackMinutes * minuteMs;
      const costs = { savingMinor, lateMinor, confidencePercent };
      const chosen = holdOrShip({ at, latestSafeAt, minutesMax, own, tier, ...costs });
      return chosen.ok ? chosen.value : undefined;
    },
  },
];

function cellsOf(figures: HoldFigures, isOurs: boolean): QualityTable['rows'][number]['cells'] {
  const { orders, held, merged, minutesHeld, netMinor } = figures;
  const share = (part: number, whole: number, unit: string) => ({
    value: whole === 0 ? 0 : part / whole,
    unit,
  });
  return [
    { value: orders, unit: '' },
    share(100 * held, orders, '%'),
    share(1000 * merged, orders, '‰'),
    share(100 * merged, held, '%'),
    share(minutesHeld, held, 'min'),
    { ...share(netMinor, orders, ''), ...(isOurs && { target: '≥ 0' }) },
  ];
}
