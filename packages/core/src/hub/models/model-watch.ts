import { dayMs } from '../../words/index.ts';
import type { HubParts } from '../run/parts.ts';
import type { ModelDesk } from './desk.ts';

/** Judges what serves once a day, beside everything else: no timer waits for it. */
export interface ModelWatch {
  look(): void;
  /** Resolves when nothing is being judged. */
  settled(): Promise<void>;
}

/** Opens the watch; its first look is due after a day, so that a start is not slowed. */
export function modelWatch(
  parts: HubParts,
  { judgeModels }: Pick<ModelDesk, 'judgeModels'>,
): ModelWatch {
  let nextAt = parts.env.now() + dayMs;
  let judging: Promise<unknown> = Promise.resolve();
  return {
    look: () => {
      const at = parts.env.now();
      if (at < nextAt || parts.board.network.document.promiseModels === undefined) return;
      nextAt = at + dayMs;
      judging = judgeModels().catch((failure: unknown) => {
        parts.env.log('warn', 'judging models failed; it is tried again tomorrow', {
          failure: String(failure),
        });
      });
    },
    settled: async () => {
      await judging;
    },
  };
}
