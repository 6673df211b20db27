import type { CaseRecord, Store } from '@ordermesh/core/hub';
import type { OrderId } from '@ordermesh/core/words';
import type { KeyBox } from '../webhooks/index.ts';
import { freshKey } from './envelope.ts';

/** What the case of a personal key holds. */
export interface PersonalKeyDocument {
  readonly orderId: OrderId | null;
  /** The key, sealed with the secret of the installation; absent once it was destroyed. */
  readonly wrapped?: string;
  readonly erasedAt?: number;
}

/** A key, or when it was destroyed. */
export type KnownKey = { readonly key: Buffer } | { readonly erasedAt: number };

/** The keys of envelopes: made, remembered for a while, and read from the store. */
export interface PersonalKeys {
  /** Makes a key and the case that keeps it; the caller writes both in one commit. */
  make(ask: NewKey): { readonly key: Buffer; readonly record: CaseRecord };
  /** What is remembered of it. */
  known(keyId: string): KnownKey | undefined;
  /** Reads those that are not remembered, in one query. */
  load(keyIds: readonly string[]): Promise<void>;
  readonly forget: (keyId: string) => void;
}

/** A key that is wanted. */
export interface NewKey {
  readonly keyId: string;
  readonly orderId: OrderId | undefined;
  /** The shop's code, under which all keys of a customer are found. */
  readonly customerId: string | undefined;
  readonly at: number;
}

/** Most keys that a process remembers. */
const rememberedMax = 20_000;
/** How long a process believes what it remembers: a key that another process destroyed is gone here by then. */
const rememberedMs = 60_000;

/** @param mono monotonic clock, ms */
export function personalKeys(
  store: Pick<Store, 'cases'>,
  box: KeyBox,
  mono: () => number,
): PersonalKeys {
  const remembered = new Map<string, { readonly known: KnownKey; readonly untilMono: number }>();
  const remember = (keyId: string, known: KnownKey): void => {
    remembered.delete(keyId);
    remembered.set(keyId, { known, untilMono: mono() + rememberedMs });
    if (remembered.size <= rememberedMax) return;
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      return;
    }
  };
  const known = (keyId: string): KnownKey | undefined => {
    const entry = remembered.get(keyId);
    if (entry && entry.untilMono > mono()) return entry.known;
    remembered.delete(keyId);
    return undefined;
  };
  return {
    known,
    forget: (keyId) => void remembered.delete(keyId),
    make: (ask) => {
      // Tried again after a commit whose fate is not known: the same key, or the order could not be read.
      const before = known(ask.keyId);
      const key = before && 'key' in before ? before.key : freshKey();
      remember(ask.keyId, { key });
      return { key, record: keyCase(ask, box.seal(key.toString('base64'), ask.keyId)) };
    },
    load: async (keyIds) => {
      const asked = [...new Set(keyIds)].filter((keyId) => known(keyId) === undefined);
      if (asked.length === 0) return;
      for (const record of await store.cases(asked)) {
        const { wrapped, erasedAt } = record.document as PersonalKeyDocument;
        if (wrapped === undefined) remember(record.caseId, { erasedAt: erasedAt ?? 0 });
        else {
          const key = Buffer.from(box.open(wrapped, record.caseId), 'base64');
          remember(record.caseId, { key });
        }
      }
    },
  };
}

/** Id of the key of a row of a source at a version; sorts behind the keys of orders. */
export const rowKeyId = (caseId: string, version: number): string =>
  `pkey_row_${caseId}.${String(version)}`;

/** Id of the key of a return, exchange or claim at a version. */
export const matterKeyId = (caseId: string, version: number): string =>
  `pkey_matter_${caseId}.${String(version)}`;

/** The row that a key belongs to, whatever its version. */
export const rowOfKey = (keyId: string): string => keyId.slice(0, keyId.lastIndexOf('.'));

const keyCase = ({ keyId, orderId, customerId, at }: NewKey, wrapped: string): CaseRecord => ({
  caseId: keyId,
  kind: 'personal_key',
  state: 'live',
  orderId: undefined,
  nodeId: undefined,
  key: customerId,
  dueAt: undefined,
  openedAt: at,
  version: 1,
  document: { orderId: orderId ?? null, wrapped } satisfies PersonalKeyDocument,
});
