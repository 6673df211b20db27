import type { ExchangeView, HubOutcome, ReturnView } from '@ordermesh/core/hub';
import type { ItemId, OrderId } from '@ordermesh/core/words';
import type { Chance } from '../../chance.ts';
import { ask, insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';
import type { Customers } from '../people/customers.ts';
import { scannerAt } from '../people/scans.ts';
import type { OpenScans } from '../people/scans.ts';
import { underWay } from './goods-in.ts';
import type { GoodsIn } from './goods-in.ts';

/** What became of exchanges as their customers know it. */
export interface Swapped {
  /** By exchange. */
  readonly all: ReadonlyMap<string, Swap>;
}

/** An exchange as its customer knows it. */
export interface Swap {
  readonly orderId: OrderId;
  readonly returnId: string;
  /** The goods are under way, or there. */
  isSent: boolean;
  /** The customer has asked to keep the goods. */
  isUnwanted: boolean;
  /** The hub has said that the customer keeps them. */
  isCalledOff: boolean;
}

interface Counter extends GoodsIn {
  readonly customers: Customers;
  /** How often each customer has asked. */
  readonly asked: Map<OrderId, number>;
  readonly all: Map<string, Swap>;
}

const minuteMs = 60_000;
/** How often somebody asks for an exchange that is refused: goods may have come in, or the hub has heard of the delivery. */
const asksMax = 4;

/**
 * Some customers want another thing for one that came. Most send theirs back; some keep it after all, some change their
 * mind while it is under way, and some forget it.
 */
export function swapGoods(
  mesh: Mesh,
  chance: Chance,
  of: {
    readonly customers: Customers;
    readonly open: OpenScans;
    readonly foundGood: Map<string, number>;
  },
): Swapped {
  const scanner = scannerAt(mesh, chance, { from: 'returns', open: of.open });
  const counter: Counter = { ...of, mesh, chance, scanner, asked: new Map(), all: new Map() };
  if (mesh.mix.exchanges > 0) look(counter);
  return { all: counter.all };
}

function look(counter: Counter): void {
  const { mesh, chance, customers, asked } = counter;
  if (mesh.isHealed()) return;
  for (const orderId of customers.acknowledged.keys()) {
    const itemId = mesh.truth.arrivedItems(orderId).at(-1);
    const times = asked.get(orderId) ?? 0;
    if (itemId === undefined || times >= asksMax) continue;
    const isWanted = chance.fork(`swap ${orderId}`).unit() < mesh.mix.exchanges;
    asked.set(orderId, isWanted ? times + 1 : asksMax);
    if (isWanted) request(counter, orderId, itemId as ItemId);
  }
  mesh.clock.after(chance.between(2, 8) * minuteMs, () => {
    look(counter);
  });
}

/** Asks until somebody answers; who asks again under the same key is told of the same exchange. */
function request(counter: Counter, orderId: OrderId, itemId: ItemId): void {
  const { mesh, chance, asked } = counter;
  // The same request every time, whoever asks for what and when.
  const wish = chance.fork(`wish of ${orderId} ${itemId}`);
  const other = scarcest(mesh, itemId);
  const price = { amount_minor: wish.between(200, 2000), currency: 'CNY' };
  insist<HubOutcome<ExchangeView>>(mesh, {
    from: 'shop',
    chance,
    triesMax: 12,
    handle: async (hub) => {
      const known = await hub.order(orderId);
      if (!known.ok) return known;
      const line = known.value.record.order.lines.find((one) => one.itemId === itemId);
      const lineNo = line?.lineNo ?? 0;
      const lines = [{ lineNo, units: 1, reason: 'too small', condition: 'unopened' as const }];
      return hub.requestExchange(
        orderId,
        { method: 'send', lines, replacement: [{ item: other, quantity: 1, price }] },
        {
          principal: 'shop',
          idempotency: { key: `swap-${orderId}`, bodyHash: `${String(lineNo)} ${other}` },
        },
      );
    },
    answered: (outcome) => {
      if (!outcome.ok) {
        if (hasExchange(mesh, orderId) && outcome.refusal.reason === 'unroutable')
          mesh.broken('an exchange asked for again is the same exchange', orderId);
        return;
      }
      asked.set(orderId, asksMax);
      opened(counter, { orderId, itemId }, outcome.value);
    },
  });
}

/** What there is least of is wanted most. */
function scarcest({ furniture, truth }: Mesh, but: ItemId): ItemId {
  const unitsOf = (item: string): number =>
    furniture.network.nodes.reduce((sum, { nodeId }) => sum + truth.shelfUnits(nodeId, item), 0);
  const others = furniture.items.map(({ itemId }) => itemId).filter((item) => item !== but);
  return others.reduce((least, item) => (unitsOf(item) < unitsOf(least) ? item : least));
}

const hasExchange = ({ database }: Mesh, orderId: OrderId): boolean =>
  [...database.cases.values()].some((one) => one.kind === 'exchange' && one.orderId === orderId);

type Wanted = Pick<Swap, 'orderId'> & { readonly itemId: ItemId };

function opened(counter: Counter, wanted: Wanted, { record, file }: ExchangeView): void {
  const { chance, all } = counter;
  if (all.has(record.caseId)) return;
  const swap: Swap = {
    ...{ orderId: wanted.orderId, returnId: file.returnId },
    ...{ isSent: false, isUnwanted: false, isCalledOff: false },
  };
  all.set(record.caseId, swap);
  const mood = chance.unit();
  const isSending = mood < 0.75;
  const isKeeping = mood >= 0.55 && mood < 0.95;
  if (isSending) send(counter, swap, wanted.itemId);
  if (isKeeping) keep(counter, swap);
}

/** Sends the goods, under the label of the return, which the hub is asked for. */
function send(counter: Counter, swap: Swap, itemId: ItemId): void {
  const { mesh, chance, foundGood } = counter;
  const { orderId, returnId } = swap;
  insist<HubOutcome<ReturnView>>(mesh, {
    ...{ from: 'shop', chance },
    handle: (hub) => hub.return(returnId),
    answered: (view) => {
      const nodeId = view.ok ? view.value.file.plannedNodeId : undefined;
      if (!view.ok || nodeId === undefined || !mesh.truth.giveUp(orderId, itemId)) return;
      swap.isSent = true;
      if (!foundGood.has(returnId)) foundGood.set(returnId, 0);
      const { returnUri } = view.value;
      underWay(counter, { nodeId, itemId, orderId, returnUri, caseId: returnId });
    },
  });
}

/** Wants to keep the goods after all; the hub says whether that is still possible. */
function keep({ mesh, chance }: Counter, swap: Swap): void {
  mesh.clock.after(chance.unit() * 45 * minuteMs, () => {
    swap.isUnwanted = true;
    ask<HubOutcome<ReturnView>>(mesh, {
      ...{ from: 'shop', chance },
      handle: (hub) => hub.cancelReturn(swap.returnId, 'keeps it'),
      answered: (outcome) => {
        if (outcome.ok) swap.isCalledOff = true;
      },
      silence: () => undefined,
    });
  });
}
