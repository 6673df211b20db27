import type { CostItems, Explanation, Sentence } from '../../route/index.ts';
import { moneyText } from '../../words/index.ts';
import type { NodeId, ServiceId, Window } from '../../words/index.ts';
import type { LoggedEvent } from '../ports/records.ts';

/** A plan as it was weighed when an order was re-assigned. */
export interface WeighedPlan {
  readonly parcels: readonly {
    readonly nodeId: NodeId;
    readonly serviceId: ServiceId;
    readonly costMinor: number;
  }[];
  readonly totalMinor: number;
  readonly costItems: CostItems;
  readonly window: Window;
}

/** Why an order has other nodes than it had, or than it would have had alone: what that cost, and what it costs now. */
export interface Reassigned {
  /**
   * `exchange`: it changed nodes together with other orders. `goods-came-free`: alone, to goods that are free now.
   * `joint-batch`: it was decided together with other new orders, before anything was committed. `one-parcel`: it went to
   * the node of an earlier order of its customer, to travel in one parcel with it. `settled-when-due`: it, or one that
   * it made room for, was about to be begun and got its node for good, weighed with all orders not begun and with those
   * that the forecast expects.
   */
  readonly because:
    'exchange' | 'goods-came-free' | 'joint-batch' | 'one-parcel' | 'settled-when-due';
  /** New orders of the batch that it was decided with; only of a joint batch. */
  readonly batchOrders?: number;
  /** All orders that changed together, this one among them. */
  readonly together: readonly string[];
  /** What all of them save together, minor units of the network's currency. */
  readonly savesMinor: number;
  /** What this one saves; below zero when it made room for others. */
  readonly ownSavesMinor: number;
  readonly before: WeighedPlan;
  readonly after: WeighedPlan;
  /** What the customer was promised; of a joint batch no later than alone. */
  readonly promisedWindow: Window;
  readonly text: Sentence;
}

/** An explanation of a decision, and why it replaced another one where it was a re-assignment. */
export type ExplainedDecision = Explanation & { readonly reassigned?: Reassigned };

/** What the log tells of the re-assignment that led to a decision; undefined for other decisions. */
export function reassignedIn(
  events: readonly LoggedEvent[],
  { decisionId, currency }: { readonly decisionId: string; readonly currency: string },
): Reassigned | undefined {
  const found = events.find(
    ({ type, causationId }) => causationId === decisionId && told.has(type),
  );
  if (!found) return undefined;
  const { decisionId: _, decisionIdsBefore, ...moved } = found.body as unknown as Told;
  return { ...moved, text: sentenceOf(moved, currency) };
}

type Told = Omit<Reassigned, 'text'> & {
  readonly decisionId: string;
  readonly decisionIdsBefore?: unknown;
};

const told: ReadonlySet<string> = new Set([
  'dev.ordermesh.order.reassigned.v1',
  'dev.ordermesh.order.decided_jointly.v1',
]);

const nodesOf = ({ parcels }: WeighedPlan): string =>
  [...new Set(parcels.map(({ nodeId }) => nodeId))].join(' + ');

function sentenceOf(moved: Omit<Reassigned, 'text'>, currency: string): Sentence {
  const { before, after, together, ownSavesMinor } = moved;
  const [from, to] = [nodesOf(before), nodesOf(after)];
  const money = (amountMinor: number): string => moneyText({ amountMinor, currency });
  const [stay, go, saved] = [before.totalMinor, after.totalMinor, moved.savesMinor].map(money);
  const others = together.length - 1;
  if (moved.because === 'joint-batch')
    return {
      en: `Decided together with the ${String(moved.batchOrders ?? 0)} new orders of its batch: alone it would have gone from ${from} for ${stay}, now it goes from ${to} for ${go}, so that ${together.length} orders save ${saved} in all. Nobody is promised a later day than alone.`,
      zh: `与同批 ${String(moved.batchOrders ?? 0)} 个新订单合并决策：单独决策由 ${from} 发货（${stay}），现由 ${to} 发货（${go}），${together.length} 个订单合计节省 ${saved}。承诺不晚于单独决策。`,
    };
  if (moved.because === 'one-parcel')
    return {
      en: `Led from ${from} to ${to}, where an earlier order of the same customer waits for it: it costs ${go} there in place of ${stay}, and one parcel in place of two saves ${saved} in all. The promise stays as it was.`,
      zh: `由 ${from} 改派到 ${to}，与同一客户先前等待的订单合为一个包裹：本单由 ${stay} 变为 ${go}，合并后共节省 ${saved}。对客户的承诺不变。`,
    };
  if (moved.because === 'settled-when-due')
    return settledText(moved, { from, to, stay, go, saved });
  const head = {
    en: `Moved from ${from} to ${to} before anybody had begun: staying would cost ${stay}, now it costs ${go}.`,
    zh: `开工前由 ${from} 改派到 ${to}：原方案 ${stay}，现方案 ${go}。`,
  };
  const exchange =
    others === 0
      ? { en: 'The goods there had come free.', zh: '该处货品已空出。' }
      : {
          en: `It changed nodes together with ${others} other ${others === 1 ? 'order' : 'orders'}; all together save ${saved}${ownSavesMinor < 0 ? ', this one made room' : ''}.`,
          zh: `与另外 ${others} 个订单一起调换，合计节省 ${saved}${ownSavesMinor < 0 ? '，本单为其他订单让出货品' : ''}。`,
        };
  return {
    en: `${head.en} ${exchange.en} The promise stays as it was.`,
    zh: `${head.zh}${exchange.zh}对客户的承诺不变。`,
  };
}

/** What was settled for good shortly before work began. */
function settledText(
  { together, ownSavesMinor }: Omit<Reassigned, 'text'>,
  told: Readonly<
    Record<'from' | 'to', string> & Record<'stay' | 'go' | 'saved', string | undefined>
  >,
): Sentence {
  const { from, to, stay = '', go = '', saved = '' } = told;
  const [who, room] =
    together.length === 1
      ? ['this saves', '']
      : [
          `the ${String(together.length)} orders that moved save`,
          ownSavesMinor < 0 ? '; this one may have made room' : '',
        ];
  return {
    en: `Moved from ${from} to ${to} shortly before work began: ${stay} becomes ${go} by the prices on the sheet. Weighed with all orders that nobody has begun and all that are expected, ${who} ${saved}${room}. The promise stays as it was.`,
    zh: `临近开工时由 ${from} 改派到 ${to}：按价格表由 ${stay} 变为 ${go}。与所有未开工订单及预测需求一并权衡，${String(together.length)} 个订单合计节省 ${saved}。对客户的承诺不变。`,
  };
}
