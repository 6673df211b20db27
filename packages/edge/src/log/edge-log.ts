/** The log of an agent: what it learnt, decided and told, in order, for ever. An entry is plain JSON. */
export interface EdgeLog<Entry> {
  /** All entries that were kept, oldest first; read once, when the agent starts. */
  readonly kept: readonly Entry[];
  /**
   * Keeps entries, all or none of them. When it returns, a crash cannot lose them.
   *
   * @throws LogFailure when they could not be kept
   */
  append(entries: readonly Entry[]): void;
  close(): void;
}

/** The log cannot be read or written; the agent must not go on as if it could. */
export class LogFailure extends Error {
  override readonly name = 'LogFailure';
  /** Whether the same call may work later (disk full); a damaged log stays damaged. */
  readonly retryable: boolean;

  /** @param why in words for the person at the device */
  constructor(why: string, retryable: boolean) {
    super(why);
    this.retryable = retryable;
  }
}

/** A log in memory: for tests and scenarios. `kept` may hold what an earlier agent left. */
export function memoryLog<Entry>(kept: Entry[] = []): EdgeLog<Entry> {
  return {
    kept: [...kept],
    append: (entries) => {
      kept.push(...entries);
    },
    close: () => undefined,
  };
}
