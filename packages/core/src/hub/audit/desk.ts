/** A key as the trail tells of it: what it may do, never the key, nor whose name it has. */
export interface NotedKey {
  readonly keyId: string;
  /** Told apart from another key under the same id: the beginning of its hash. */
  readonly fingerprint: string;
  readonly kind: string;
  readonly scopes: readonly string[];
  /** Codes of what it reaches, by kind of thing; of what leads to people only how many. */
  readonly owns: Readonly<Record<string, readonly string[] | number>>;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** How many keys came, became others, and went. */
export interface KeysNoted {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** What a process tells the trail of itself: it is written as by `host`, the staff of the machine. */
export interface HostDesk {
  /** Notes that a process began, and what differs from the usual settings; no secrets. */
  noteStart(start: {
    readonly version: string;
    readonly settings: Readonly<Record<string, string | number>>;
  }): Promise<void>;
  /** Notes which keys came, became others or went since any process looked last. Several may look at once. */
  noteKeys(keys: readonly NotedKey[]): Promise<KeysNoted>;
}
