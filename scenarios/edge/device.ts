import { edgeAgent, memoryLog } from '@ordermesh/edge';
import type { EdgeAgent, EdgeEntry, Link } from '@ordermesh/edge';
import { epcisDocument } from '@ordermesh/core/facts';
import type { Fulfilment } from '@ordermesh/core/release';
import { privateUri } from '@ordermesh/core/words';
import type { OrderId } from '@ordermesh/core/words';
import type { Stage } from '@ordermesh/twin';

/** An agent whose link can be cut, and whose answers can get lost on the way back. */
export function agentOf(stage: Stage, nodeUri: string) {
  const kept: EdgeEntry[] = [];
  const start = (): EdgeAgent =>
    edgeAgent({ log: memoryLog(kept), now: stage.now, nodeUri, offset: '+08:00' });
  const link: Link = async (events) => {
    const results = await stage.hub.captureFacts(epcisDocument(events, stage.now()));
    return results.map((one) => (one.ok ? { ok: true, duplicate: one.duplicate } : one));
  };
  return {
    agent: start(),
    /** The process ends and starts again with its log. */
    restarted: start,
    link,
    cut: (): Promise<never> => Promise.reject(new Error('no link')),
    /** The hub has taken everything, and the agent never hears of it. */
    answerLost: async (events: Parameters<Link>[0]): Promise<never> => {
      await link(events);
      throw new Error('the link broke before the answer came');
    },
  };
}

/** The device of a vehicle or bench with its log and its link. */
export type Device = ReturnType<typeof agentOf>;

/** A parcel that left its node. */
export interface OnTheRoad {
  readonly orderId: OrderId;
  readonly work: Fulfilment;
  readonly parcelUri: string;
}

/** How facts name a vehicle. */
export const van = (name: string): string => privateUri('hub.ordermesh.local', 'vehicle', name);

/** Readings come by radio, forty seconds after they were taken. */
const radioMs = 40_000;

/** Drives on with a reading every five minutes and a look every minute, until the agent has an answer or the readings are over. */
export async function drive(
  stage: Stage,
  agent: EdgeAgent,
  told: { readonly parcelUri: string; readonly celsius: readonly number[] },
) {
  for (const celsius of told.celsius) {
    for (let minute = 0; minute < 5; minute += 1) {
      await stage.pass(1);
      const [said] = agent.look();
      if (said?.answer) return { ...said, answer: said.answer };
    }
    const reading = { at: stage.now() - radioMs, milliCelsius: Math.round(celsius * 1000) };
    const said = agent.reading(told.parcelUri, reading);
    if (said.ok && said.value.answer) return { ...said.value, answer: said.value.answer };
  }
  return undefined;
}

/** What the hub knows of an order by facts: their kinds, sorted. */
export const kindsOf = async (stage: Stage, orderId: OrderId): Promise<string> =>
  (await stage.store.facts([orderId]))
    .map(({ kind }) => kind)
    .sort()
    .join(' ');
