import { Writable } from 'node:stream';
import pino from 'pino';
import type { Hub } from '@ordermesh/core/hub';
import type { ItemProfile } from '@ordermesh/core/parties';
import { itemId, nodeId } from '@ordermesh/core/words';
import { ordermesh } from '@ordermesh/sdk';
import type { IngestRow, OrderDraft } from '@ordermesh/sdk';
import type { Configuration, Role } from '../../config/index.ts';
import { demoKey, demoKeyText } from '../../keys/index.ts';
import { startBackend, startServer } from '../../runtime/index.ts';
import { foundIn, parkedWithCanaries, saidLater, withCanaries } from './canaries.ts';
import { deliveredTo, mattersOf, reviewOf } from './matters.ts';
import type { Deliver } from './matters.ts';

/** What a served hub said of a person, on its way and after the erasure. */
export interface Scanned {
  /** Canaries in the answer to the order before it was erased. */
  readonly answered: readonly string[];
  /** In the export of orders before and after. */
  readonly exported: readonly (readonly string[])[];
  readonly erasedOrders: number;
  readonly erasedRows: number;
  /** In the answer after. */
  readonly answeredAfter: readonly string[];
  /** In the log, down to its least level. */
  readonly logged: readonly string[];
  readonly loggedBytes: number;
  /** In the events that webhooks carry. */
  readonly told: readonly string[];
}

/** What the hub is served with. */
export interface ScannedWorld {
  readonly configuration: Configuration;
  readonly network: ReturnType<Hub['network']>;
  readonly item: ItemProfile;
  /** A draft of that item. */
  readonly draft: Readonly<Record<string, unknown>>;
  readonly deliver: Deliver;
  /** Of a hub with a bus; absent: it has none. */
  readonly roles?: ReadonlySet<Role>;
}

/**
 * A served hub that is told of a person in every way it knows, erases the person, and is stopped.
 *
 * @param midway looks at the store while the person is still known
 */
export async function scannedHub(
  { configuration, network, item, draft, deliver, roles }: ScannedWorld,
  midway: () => Promise<void>,
): Promise<Scanned> {
  const { server, logged } = await startLogged(configuration, roles);
  const { hub } = server.backend;
  await hub.publishNetwork(network, 'the small world');
  await hub.putItems([item]);
  const stock = { itemId: itemId('OAT'), onHandUnits: 10 };
  const rows = [nodeId('st_a'), nodeId('dc_w')].map((node) => ({ nodeId: node, ...stock }));
  await hub.setStock(rows, 'first count');
  const client = ordermesh({ url: server.url, key: demoKeyText });
  const exportOf = () => exportFrom(server.url);
  const { order } = await client.orders.place(withCanaries(draft) as unknown as OrderDraft);
  const reviewed = await reviewOf(client, hub, { orderId: order.order_id, node: 'dc_w' });
  await client.orders.change(order.order_id, { lines: [{ line_no: 1, quantity: 3 }] });
  const sourceRows: IngestRow[] = [
    { external_id: '1', version: 1, order: parkedWithCanaries(draft) as never },
  ];
  for (let tries = 0; tries < 3; tries += 1)
    await client.ingest.orders({ source: 'tmall', cursor: 'c', rows: sourceRows });
  await client.orders.hold(order.order_id, { reason: 'other', note: saidLater.holdNote });
  await client.orders.cancel(order.order_id, { reason: saidLater.cancelReason });
  const delivered = await deliveredTo({ hub, deliver }, withCanaries(draft));
  const matters = await mattersOf(client, delivered);
  const answers = () =>
    answersAbout(client, { ...matters, reviewed, orders: [order.order_id, delivered] });
  const answered = await answers();
  const exported = [foundIn(await exportOf())];
  await midway();
  const erased = await client.privacy.eraseCustomer('c_anna');
  const answeredAfter = await answers();
  exported.push(foundIn(await exportOf()));
  const { events } = await server.backend.store.events(0, 1_000);
  await server.stop();
  return {
    answered,
    exported,
    erasedOrders: erased.erased_orders.length,
    erasedRows: erased.erased_rows,
    answeredAfter,
    logged: foundIn(logged()),
    loggedBytes: logged().length,
    told: foundIn(JSON.stringify(events)),
  };
}

/** A server whose log is kept, down to its least level. */
async function startLogged(configuration: Configuration, roles: ScannedWorld['roles']) {
  let text = '';
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, next) => {
      text += chunk.toString('utf8');
      next();
    },
  });
  const log = pino({ level: 'trace' }, sink);
  const how = { as: 'test', log, note: () => undefined, ...(roles && { roles }) };
  const server = await startServer({
    settings: configuration.settings,
    log,
    keys: () => [demoKey],
    start: () => startBackend(configuration, how),
  });
  return { server, logged: () => text };
}

async function exportFrom(url: string): Promise<string> {
  const headers = { authorization: `Bearer ${demoKeyText}` };
  return (await fetch(`${url}/v1/exports/orders`, { headers })).text();
}

/** Canaries in the answers about the orders and what was asked after delivery. */
async function answersAbout(
  { orders, aftercare, reviews }: ReturnType<typeof ordermesh>,
  of: Awaited<ReturnType<typeof mattersOf>> & {
    readonly orders: readonly string[];
    readonly reviewed: string;
  },
): Promise<readonly string[]> {
  const answers = [
    ...of.orders.map((id) => orders.get(id)),
    aftercare.return(of.returned),
    aftercare.exchange(of.exchanged),
    aftercare.claim(of.claimed),
    reviews.get(of.reviewed),
  ];
  return foundIn(JSON.stringify(await Promise.all<unknown>(answers)));
}
