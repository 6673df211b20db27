import type { Backend } from '../backend.ts';

/** Where the process stands in its life. */
export type Phase = 'starting' | 'running' | 'stopping';

/** One part that must work for the hub to be ready. */
export interface PartHealth {
  readonly name: 'hub' | 'store' | 'bus';
  readonly ok: boolean;
  /** Since when it is so, RFC 3339. */
  readonly since: string;
  readonly detail: string;
}

/** Whether traffic may come, and which part fails since when. Without its bus a hub is slower and answers the same. */
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
    const storeFault = backend === undefined ? 'not opened yet' : await pingFault(backend.store);
    const needed = [
      part('hub', phase === 'running', phase),
      part('store', storeFault === undefined, storeFault ?? 'answers'),
    ];
    const ready = needed.every(({ ok }) => ok);
    if (!backend?.bus) return { ready, phase, parts: needed };
    const busFault = await pingFault(backend.bus);
    const bus = part('bus', busFault === undefined, busFault ?? 'answers');
    return { ready, phase, parts: [...needed, bus] };
  };
}

/** Why it does not answer; undefined when it does. */
async function pingFault(asked: { ping(): Promise<void> }): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, pingMsMax, `no answer within ${pingMsMax} ms`);
  });
  try {
    return await Promise.race([asked.ping().then(() => undefined), late]);
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  } finally {
    clearTimeout(timer);
  }
}
