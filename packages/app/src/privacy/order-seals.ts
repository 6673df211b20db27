import type { CaseRecord, CommitUnit, OrderRecord, SealedText } from '@ordermesh/core/hub';
import { openText, sealText } from './envelope.ts';
import type { PersonalKeys } from './personal-keys.ts';
import { personalOf, withoutPersonal, withPersonal } from './personal.ts';
import type { PersonalOfRecord } from './personal.ts';

/** Seals orders on their way to the store and opens them on their way back. */
export interface OrderSeals {
  /** Keys that sealing the unit needs and that are not remembered. */
  readonly needed: (unit: CommitUnit) => readonly string[];
  readonly seal: (unit: CommitUnit) => CommitUnit;
  /** Its key was loaded. */
  readonly open: (record: OrderRecord) => OrderRecord;
}

/** @see OrderSeals */
export function orderSeals(keys: PersonalKeys): OrderSeals {
  /** What was read from an envelope: unchanged, it is written back as it was. */
  const textOf = new WeakMap<SealedText, string>();

  const isUnchanged = ({ sealed }: OrderRecord, text: string): boolean =>
    sealed !== undefined && textOf.get(sealed) === text;

  const needsKey = (record: OrderRecord): readonly string[] => {
    const { sealed } = record;
    const personal = personalOf(record);
    if (!sealed || !personal || isUnchanged(record, JSON.stringify(personal))) return [];
    return keys.known(sealed.keyId) === undefined ? [sealed.keyId] : [];
  };

  const sealRecord = (whole: OrderRecord, added: CaseRecord[], at: number): OrderRecord => {
    const personal = personalOf(whole);
    if (!personal) return whole;
    const { erasedAt: _before, ...record } = whole;
    const text = JSON.stringify(personal);
    if (isUnchanged(record, text)) return withoutPersonal(record);
    const { keyId, key } = keyFor(record, added, at);
    const sealed: SealedText = { keyId, text: sealText(key, text, keyId) };
    textOf.set(sealed, text);
    return { ...withoutPersonal(record), sealed, ...firstSeal(record) };
  };

  const keyFor = (record: OrderRecord, added: CaseRecord[], at: number) => {
    const { order, sealed, version } = record;
    const known = sealed && keys.known(sealed.keyId);
    if (sealed && known && 'key' in known) return { keyId: sealed.keyId, key: known.key };
    // Told anew after an erasure: it gets a key of its own.
    const keyId = `pkey_${order.orderId}${sealed ? `.${String(version)}` : ''}`;
    const { orderId, customerId } = order;
    const made = keys.make({ keyId, orderId, customerId, at });
    added.push(made.record);
    return { keyId, key: made.key };
  };

  return {
    needed: ({ ordersChanged }) => ordersChanged.flatMap(({ record }) => needsKey(record)),
    seal: (unit) => {
      const { orderAdded, ordersChanged, at } = unit;
      if (!orderAdded && ordersChanged.length === 0) return unit;
      const added = [...unit.casesAdded];
      return {
        ...unit,
        ...(orderAdded && { orderAdded: sealRecord(orderAdded, added, at) }),
        ordersChanged: ordersChanged.map((write) => ({
          ...write,
          record: sealRecord(write.record, added, at),
        })),
        casesAdded: added,
      };
    },
    open: (record) => {
      const { sealed } = record;
      const known = sealed && keys.known(sealed.keyId);
      if (!sealed || !known) return record;
      if ('erasedAt' in known) return { ...record, erasedAt: known.erasedAt };
      const text = openText(known.key, sealed.text, sealed.keyId);
      textOf.set(sealed, text);
      return withPersonal(record, JSON.parse(text) as PersonalOfRecord);
    },
  };
}

/** That an earlier version of it was stored as it is. */
const firstSeal = ({ sealed, version }: OrderRecord): Pick<OrderRecord, 'sealedFrom'> =>
  sealed === undefined && version > 1 ? { sealedFrom: version } : {};
