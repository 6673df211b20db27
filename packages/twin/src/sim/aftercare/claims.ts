import type { ClaimKind, ClaimOutcome } from '@ordermesh/core/aftercare';
import type { ClaimView, Hub, HubOutcome, Store } from '@ordermesh/core/hub';
import type { OrderId } from '@ordermesh/core/words';
import type { Chance } from '../../chance.ts';
import { ask, insist } from '../mesh.ts';
import type { Mesh } from '../mesh.ts';
import type { Customers } from '../people/customers.ts';

/** What those who decide claims were told, which must stay true. */
export interface Claimed {
  /** How a claim was decided, by claim. */
  readonly decided: ReadonlyMap<string, ClaimOutcome>;
}

interface ClaimsDesk {
  readonly mesh: Mesh;
  readonly chance: Chance;
  readonly customers: Customers;
  /** How often each customer has asked. */
  readonly asked: Map<OrderId, number>;
  readonly decided: Map<string, ClaimOutcome>;
}

const minuteMs = 60_000;
/** How often somebody claims what is refused: the hub may have heard of the delivery meanwhile. */
const asksMax = 4;
const aboutArrived: readonly ClaimKind[] = ['damaged', 'missing_unit', 'wrong_item'];

/**
 * Some customers claim: what came is broken, not all of it, or not what they wanted; some think a parcel lost that is
 * only slow. Two people decide what is open, now and then both the same claim, each as they please.
 */
export function claimGoods(mesh: Mesh, chance: Chance, customers: Customers): Claimed {
  const desk: ClaimsDesk = { mesh, chance, customers, asked: new Map(), decided: new Map() };
  if (mesh.mix.claims > 0) {
    look(desk);
    for (const name of ['early', 'late']) decideOpen(desk, chance.fork(name));
  }
  return { decided: desk.decided };
}

function look(desk: ClaimsDesk): void {
  const { mesh, chance, customers, asked } = desk;
  if (mesh.isHealed()) return;
  for (const orderId of customers.acknowledged.keys()) {
    const times = asked.get(orderId) ?? 0;
    if (times >= asksMax) continue;
    const mood = chance.fork(`claim ${orderId}`).unit() / mesh.mix.claims;
    const hasSome = mesh.truth.arrivedItems(orderId).length > 0;
    if (mood >= 1) asked.set(orderId, asksMax);
    // Who is impatient claims what is still under way.
    else if (hasSome || mood < 0.3) {
      asked.set(orderId, times + 1);
      claim(desk, orderId, hasSome ? chance.pick(aboutArrived) : 'lost');
    }
  }
  mesh.clock.after(chance.between(2, 8) * minuteMs, () => {
    look(desk);
  });
}

/** Asks until somebody answers; who asks again under the same key is told of the same claim. */
function claim(desk: ClaimsDesk, orderId: OrderId, kind: ClaimKind): void {
  const { mesh, chance, asked } = desk;
  insist<HubOutcome<ClaimView> | undefined>(mesh, {
    from: 'shop',
    chance,
    triesMax: 12,
    handle: async (hub, store) => {
      const lines = await claimedLines(mesh, store, { orderId, kind });
      if (lines.length === 0) return undefined;
      const evidence = [{ kind: 'text' as const, content: 'see for yourself' }];
      // The goods differ from one time to the next; the key says that it is the same claim.
      const idempotency = { key: `claim-${orderId}`, bodyHash: 'the same' };
      return hub.openClaim(
        orderId,
        { claim: kind, lines, evidence },
        { principal: 'shop', idempotency },
      );
    },
    answered: (outcome) => {
      if (outcome?.ok !== true) return;
      asked.set(orderId, asksMax);
      const [line] = outcome.value.file.lines;
      if (line && chance.fork(`greed ${orderId}`).unit() < 0.5)
        wantBoth(desk, orderId, line.lineNo);
    },
  });
}

/** Who has claimed wants to send it back too. */
function wantBoth({ mesh, chance }: ClaimsDesk, orderId: OrderId, lineNo: number): void {
  const lines = [{ lineNo, units: 1, reason: 'not as shown', condition: 'unopened' as const }];
  const idempotency = { key: `back-${orderId}`, bodyHash: String(lineNo) };
  mesh.clock.after(chance.unit() * 30 * minuteMs, () => {
    insist(mesh, {
      ...{ from: 'shop', chance, triesMax: 3 },
      handle: (hub) =>
        hub.requestReturn(orderId, { method: 'send', lines }, { principal: 'shop', idempotency }),
      answered: () => undefined,
    });
  });
}

/** All units of one line that have come; or all of one parcel that has not. */
async function claimedLines(
  { truth }: Mesh,
  store: Store,
  { orderId, kind }: { readonly orderId: OrderId; readonly kind: ClaimKind },
): Promise<readonly { readonly lineNo: number; readonly units: number }[]> {
  if (kind === 'lost') {
    const works = await store.fulfilments([orderId]);
    const gone = works.find(({ state }) => state === 'shipped');
    return (gone?.lines ?? []).map(({ lineNo, quantityUnits: units }) => ({ lineNo, units }));
  }
  const order = await store.order(orderId);
  return (order?.order.lines ?? [])
    .map(({ lineNo, itemId }) => ({ lineNo, units: truth.arrivedUnits(orderId, itemId) }))
    .filter(({ units }) => units > 0)
    .slice(0, 1);
}

/** Somebody of the staff decides some of what is open, every few minutes. */
function decideOpen(desk: ClaimsDesk, chance: Chance): void {
  const { mesh } = desk;
  mesh.clock.after(chance.between(3, 12) * minuteMs, () => {
    if (mesh.isHealed()) return;
    ask(mesh, {
      ...{ from: 'staff', chance },
      handle: (hub) => hub.claims({ state: 'open' }, { limit: 50, after: undefined }),
      answered: ({ rows }) => {
        for (const { record } of rows) if (chance.unit() < 0.7) decide(desk, chance, record.caseId);
      },
      silence: () => undefined,
    });
    decideOpen(desk, chance);
  });
}

function decide({ mesh, decided }: ClaimsDesk, chance: Chance, caseId: string): void {
  const outcome = chance.pick<ClaimOutcome>(['reship', 'reship', 'refund', 'refund', 'reject']);
  const isSlow = chance.unit() < 0.5;
  mesh.clock.after(isSlow ? chance.unit() * 20 * minuteMs : 0, () => {
    insist<HubOutcome<ClaimView>>(mesh, {
      ...{ from: 'staff', chance, triesMax: 4 },
      handle: (hub) => hub.decideClaim(caseId, { outcome, because: 'as they please' }),
      answered: (answer) => {
        if (!answer.ok) return;
        const before = decided.get(caseId) ?? outcome;
        if (before !== outcome || answer.value.file.decided?.outcome !== outcome)
          mesh.broken('a claim is decided once', `${caseId}: ${before}, then ${outcome}`);
        decided.set(caseId, outcome);
        pay(mesh, chance, answer.value);
      },
    });
  });
}

/** The payment system pays what is approved, and tells it twice now and then. */
function pay(mesh: Mesh, chance: Chance, { record, refunds }: ClaimView): void {
  const { orderId } = record;
  const [refund] = refunds;
  if (!refund || orderId === undefined) return;
  const tell = (hub: Hub) => hub.issueRefund(orderId, refund.refundId, `bank-${record.caseId}`);
  for (let times = chance.between(1, 2); times > 0; times -= 1)
    ask(mesh, {
      ...{ from: 'bank', chance, handle: tell },
      answered: () => undefined,
      silence: () => undefined,
    });
}
