import { epcisDocument } from '@ordermesh/core/facts';
import type { EpcisEvent } from '@ordermesh/core/facts';
import type { Env, Hub } from '@ordermesh/core/hub';

/** Collects scans and sends them in small documents, as hand scanners and carriers do. */
export interface Scanner {
  /** A scan that has just happened. */
  scan(event: EpcisEvent): void;
  /** Sends what is left. */
  flush(): void;
  readonly figures: () => { readonly sent: number; readonly refused: number };
}

/** How a scanner sends: every so often, and at most so many at once. */
export interface ScannerHabit {
  readonly everyMs: number;
  readonly eventsMax: number;
}

/** @param outside `track` is told of every call under way */
export function scannerOf(
  outside: {
    readonly hub: Hub;
    readonly env: Env;
    readonly track: (work: Promise<unknown>) => void;
  },
  habit: ScannerHabit,
): Scanner {
  const { hub, env, track } = outside;
  let waiting: EpcisEvent[] = [];
  let armed = false;
  let [sent, refused] = [0, 0];

  async function send(events: readonly EpcisEvent[]): Promise<void> {
    const results = await hub.captureFacts(epcisDocument(events, env.now()));
    sent += events.length;
    for (const result of results) {
      if (result.ok) continue;
      refused += 1;
      env.log('warn', 'scan refused', { faults: result.faults });
    }
  }

  function flush(): void {
    armed = false;
    const events = waiting;
    waiting = [];
    if (events.length > 0) track(send(events));
  }

  return {
    scan: (event) => {
      waiting.push(event);
      if (waiting.length >= habit.eventsMax) flush();
      else if (!armed) {
        armed = true;
        env.after(habit.everyMs, flush);
      }
    },
    flush,
    figures: () => ({ sent, refused }),
  };
}
