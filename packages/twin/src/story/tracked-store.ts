import type { Store } from '@ordermesh/core/hub';

/** The store, telling of every call under way, so that virtual time waits for the answers of a real database. */
export function trackedStore(store: Store, track: (work: Promise<unknown>) => void): Store {
  return new Proxy(store, {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...asked: unknown[]): Promise<unknown> => {
        const answer = Promise.resolve(Reflect.apply(member, target, asked));
        // A refusal belongs to the caller; time only waits for it.
        track(answer.catch(() => undefined));
        return answer;
      };
    },
  });
}
