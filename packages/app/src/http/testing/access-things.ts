import { standardStrategy, strategyJson } from '@ordermesh/core/strategy';
import { ensure } from '@ordermesh/core/words';
import type { ApiWorld } from './api-world.ts';

const lineOf = (item: string) => ({
  item,
  quantity: 1,
  price: { amount_minor: 1_000, currency: 'CNY' },
});

/** Whose things are made: the owner, their store, and an item that besides it only the warehouse has. */
interface Owner {
  readonly customer: string;
  readonly node: string;
  readonly item: string;
  /** An arrived order of theirs, of four units in its first line. */
  readonly arrivedId: string;
}

const minuteMs = 60_000;
const back = { reason: 'too small', condition: 'unopened' };

/**
 * Names of matters of an owner for the operations that ask about such a matter and no other: `operation.parameter`.
 * An exchange and a claim of the arrived order, and a pick-up that its store could not serve, so that its customer may
 * choose.
 */
export async function mattersOf(
  api: ApiWorld,
  owner: Owner,
): Promise<Readonly<Record<string, string>>> {
  const opened = async (what: string, body: unknown): Promise<string> => {
    const answer = await api.send({ url: `/v1/orders/${owner.arrivedId}/${what}`, body });
    ensure(answer.status === 201, `there is one of ${what}: ${answer.text}`);
    return String(answer.at('/record/case_id'));
  };
  const exchange = await opened('exchanges', {
    method: 'send',
    node: owner.node,
    lines: [{ line_no: 1, units: 1, ...back }],
    replacement: [lineOf(owner.item)],
  });
  const claim = await opened('claims', { claim: 'damaged', lines: [{ line_no: 1, units: 1 }] });
  const link = await linkOf(api, owner.arrivedId);
  const chooses = await choosing(api, owner);
  return {
    'exchangeById.case_id': exchange,
    'claimById.case_id': claim,
    'decideClaim.case_id': claim,
    'listPickupChoices.order_id': chooses,
    'choosePickupOption.order_id': chooses,
    'listTrackingLinks.order_id': owner.arrivedId,
    'revokeTrackingLink.order_id': owner.arrivedId,
    'revokeTrackingLink.link_id': link,
  };
}

async function linkOf(api: ApiWorld, order: string): Promise<string> {
  const made = await api.send({
    url: `/v1/orders/${order}/tracking-links`,
    body: { tier: 'basic' },
  });
  ensure(made.status === 201, `there is a link: ${made.text}`);
  return String(made.at('/link_id'));
}

/** An order whose store gave it back. @returns its id */
async function choosing(api: ApiWorld, { customer, node, item }: Owner): Promise<string> {
  const { id, work } = await placed(api, {
    customer_id: customer,
    service_level: 'pickup',
    pickup_node: node,
    lines: [lineOf(item)],
  });
  await api.send({
    url: `/v1/fulfilments/${work}/reject`,
    body: { epoch: 1, reason: 'sold in the store' },
  });
  const choices = await api.send({ url: `/v1/orders/${id}/choices` });
  ensure(choices.at('/data/0/state') === 'open', `there is a choice: ${choices.text}`);
  return id;
}

async function placed(api: ApiWorld, body: Readonly<Record<string, unknown>>) {
  const shipTo = { latitude: 31.23, longitude: 121.47, country: 'CN', postcode: '200001' };
  const usual = { channel: 'webshop', currency: 'CNY', service_level: 'standard', ship_to: shipTo };
  const answer = await api.send({ url: '/v1/orders', body: { ...usual, ...body } });
  ensure(answer.status === 201, `the order is placed: ${answer.text}`);
  return {
    id: String(answer.at('/order/order_id')),
    work: String(answer.at('/fulfilments/0/fulfilment_id')),
  };
}

/** From here on nodes compete for work, and an order of each owner is offered. @returns the offer of each owner's store */
export async function offersTo(
  api: ApiWorld,
  owners: readonly Owner[],
  pass: (ms: number) => Promise<void>,
): Promise<readonly string[]> {
  const standard = standardStrategy('balanced', 'CNY');
  ensure(standard !== undefined, 'there is a balanced strategy');
  const competition = { nodes_max: 2, extra_cost_max_minor: 100_000, lease_minutes: 600 };
  const document = { ...strategyJson(standard), version: undefined, competition };
  const published = await api.send({ url: '/v1/strategies', body: document });
  ensure(published.status === 201, `nodes compete: ${published.text}`);
  for (const { customer, item } of owners)
    await placed(api, { customer_id: customer, lines: [lineOf(item)] });
  await pass(2 * minuteMs);
  const found: string[] = [];
  for (const { node } of owners) {
    const offers = await api.send({ url: `/v1/offers?state=open&node=${node}` });
    const id = offers.at('/data/0/offer_id');
    ensure(typeof id === 'string', `work is offered to ${node}: ${offers.text}`);
    found.push(id);
  }
  return found;
}
