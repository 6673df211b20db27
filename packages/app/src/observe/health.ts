import type { Backend } from '../backend.ts';

/** Where the process stands in its life. */
export type Phase = 'starting' | 'running' | 'stopping';

/** One part that must work for the hub to be ready. */
export interface PartHealth {
  readonly name: 'hub' | 'store';
  readonly ok: boolean;
  /** Since when it is so, RFC 3339. */
  readonly since: string;
  readonly detail: string;
}

/** Whether traffic may come, and if not, which part fails and since when. */
export interface Readiness {
  readonly ready: boolean;
  readonly phase: Phase;
  readonly parts: readonly PartHealth[];
}

/** Asks all parts. */
export type ReadinessCheck = () => Promise<Readiness>;

/** What the check looks at. */
export interface Watched {
  readonly phase: () => Phase;
  readonly backend: () => Backend | undefined;
  readonly now: () => number;
}

const pingMsMax = 1_000;

/** A check that remembers since when each part is as it is. */
export function readinessOf(watched: Watched): ReadinessCheck {
  const since = new Map<string, { readonly ok: boolean; readonly at: number }>();
  const part = (name: PartHealth['name'], ok: boolean, detail: string): PartHealth => {
    const before = since.get(name);
    const held = before?.ok === ok ? before : { ok, at: watched.now() };
    since.set(name, held);
    return { name, ok, since: new Date(held.at).toISOString(), detail };
  };
  return async () => {
    const phase = watched.phase();
    const backend = watched.backend();
    const storeFault = backend === undefined ? 'not opened yet' : await pingFault(backend);
    const parts = [
      part('hub', phase === 'running', phase),
      part('store', storeFault === undefined, storeFault ?? 'answers'),
    ];
    return { ready: parts.every(({ ok }) => ok), phase, parts };
  };
}

/** Why the store does not answer; undefined when it does. */
async function pingFault({ store }: Backend): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, pingMsMax, `no answer within ${pingMsMax} ms`);
  });
  try {
    return await Promise.race([store.ping().then(() => undefined), late]);
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  } finally {
    clearTimeout(timer);
  }
}
