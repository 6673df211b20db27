import { pause } from '../contract/index.ts';
import type { Following, System, Told } from '../contract/index.ts';
import type { ToyBooks } from './books.ts';

/** The toy's log and webhooks. */
export function toyTelling(books: ToyBooks): {
  readonly tell: (orderId: string, type: string) => void;
  readonly desk: Pick<System, 'log' | 'follow' | 'subscribe' | 'unsubscribe' | 'sendAgain'>;
} {
  const targets = new Map<string, string>();
  const refused: { url: string; event: Told }[] = [];
  let sending: Promise<void> = Promise.resolve();

  async function send(url: string, event: Told): Promise<boolean> {
    const id = books.has('names a message anew') ? `m${String(books.next())}` : event.id;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'webhook-id': id },
      body: JSON.stringify({ ...event, id }),
    });
    return answer.ok;
  }

  function tell(orderId: string, type: string): void {
    books.tell(orderId, type);
    const event = books.told.at(-1);
    if (!event) return;
    for (const url of targets.values())
      sending = sending.then(async () => {
        if (!(await send(url, event))) refused.push({ url, event });
      });
  }

  return {
    tell,
    desk: {
      log: async (orderId) => {
        const all = books.told.filter((event) => event.orderId === orderId);
        return all;
      },
      follow: async (): Promise<Following> => {
        const from = books.told.length;
        const told: Told[] = [];
        const look = (): void => {
          const fresh = books.told.slice(from + told.length);
          told.push(
            ...(books.has('skips in the log')
              ? fresh.filter(({ position }) => position % 5 !== 0)
              : fresh),
          );
        };
        const timer = setInterval(look, 5);
        return {
          told,
          stop: async () => {
            clearInterval(timer);
            look();
          },
        };
      },
      subscribe: async (url) => {
        const id = `s${String(books.next())}`;
        targets.set(id, url);
        return id;
      },
      unsubscribe: async (id) => {
        targets.delete(id);
        await sending;
      },
      sendAgain: async () => {
        await sending;
        await pause(1);
        const again = refused.splice(0);
        if (books.has('sends once only')) return 0;
        for (const { url, event } of again) await send(url, event);
        return again.length;
      },
    },
  };
}
