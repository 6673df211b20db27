import type { HubEvent, WebhookDelivery } from '@ordermesh/sdk';
import { cannot, pause } from '../../contract/index.ts';
import type { Following, Sending, Told } from '../../contract/index.ts';
import type { TellDesk } from '../../contract/system.ts';
import { isRefusal } from './asking.ts';
import type { Asking } from './asking.ts';

/** Our log and webhooks. */
export const tellDesk = (asking: Asking): TellDesk => ({
  log: async (orderId) => (await asking.through().orders.timeline(orderId)).map(toldOf),
  follow: (sending) => followFrom(asking, sending),
  subscribe: async (url) => {
    try {
      const { webhook } = await asking.through().webhooks.create({ url, types: ['order.*'] });
      return webhook.webhook_id;
    } catch (failure) {
      if (!isRefusal(failure)) throw failure;
      return cannot(`webhooks to ${url} are refused (${failure.why}); OM_WEBHOOK_TARGETS=any`);
    }
  },
  unsubscribe: (subscription) => asking.through().webhooks.remove(subscription),
  sendAgain: async (subscription) => {
    const { webhooks } = asking.through();
    const waiting: WebhookDelivery[] = [];
    for await (const row of webhooks.deliveries(subscription, { state: 'waiting' }))
      waiting.push(row);
    for (const { delivery_id: id } of waiting) await webhooks.retry(id);
    return waiting.length;
  },
});

const toldOf = (event: HubEvent): Told => ({
  id: event.id,
  type: event.type,
  orderId: event.partitionkey,
  position: Number(event.sequence),
});

interface Page {
  readonly ['data']: readonly HubEvent[];
  readonly page: { readonly next_cursor: string; readonly has_more: boolean };
}

const lookMs = 5;

/** Pages through what is there, then looks again and again. */
async function followFrom(asking: Asking, sending: Sending | undefined): Promise<Following> {
  let cursor = '';
  const next = async (): Promise<Page> => {
    const query = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = (await asking.page(`/v1/events?limit=200${query}`, sending)) as Page;
    cursor = encodeURIComponent(page.page.next_cursor);
    return page;
  };
  while ((await next()).page.has_more);
  const told: Told[] = [];
  const state = { isOver: false };
  const reading = (async () => {
    for (let wasOver = false; !wasOver;) {
      wasOver = state.isOver;
      for (;;) {
        const page = await next();
        told.push(...page.data.map(toldOf));
        if (!page.page.has_more) break;
      }
      await pause(lookMs);
    }
  })();
  // A failure is told to whoever stops the reading.
  reading.catch(() => undefined);
  return {
    told,
    stop: async () => {
      state.isOver = true;
      await reading;
    },
  };
}
