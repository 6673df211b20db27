import type {
  CaseKind,
  CaseRecord,
  CommitUnit,
  OrderRecord,
  SealedText,
} from '@ordermesh/core/hub';
import type { OrderId } from '@ordermesh/core/words';
import { openText, sealText } from './envelope.ts';
import { matterKeyId } from './personal-keys.ts';
import type { PersonalKeys } from './personal-keys.ts';
import { erasedText } from './personal.ts';
import type { RowSeals } from './row-seals.ts';

/** Where returns, exchanges, claims, dead letters and reviews say something of people; `*` = every row. */
const places: Partial<Record<CaseKind, readonly (readonly string[])[]>> = {
  return: [['lines', '*', 'reason'], ['refundDenied']],
  exchange: [['draft', 'ship_to', 'recipient']],
  claim: [
    ['evidence', '*', 'content'],
    ['decided', 'because'],
  ],
  routing: [['discarded']],
  review: [['label', 'note']],
};

/** Seals matters of orders. */
interface MatterSeals extends Omit<RowSeals, 'seal'> {
  /** Orders that the unit does not write, but a matter of which says something: whose they are must be read first. */
  readonly ordersOf: (unit: CommitUnit) => readonly OrderId[];
  /** @param orders those of `ordersOf`, as the store keeps them */
  readonly seal: (unit: CommitUnit, orders: readonly OrderRecord[]) => CommitUnit;
}

/** What was taken out of a document, in the order in which it stood there. */
type Taken = unknown[];

/** What sealing the matters of a unit needs; `added` takes their keys. */
interface Sealing {
  readonly at: number;
  /** The shop's code of the customer of each order. */
  readonly customers: ReadonlyMap<OrderId, string | undefined>;
  readonly added: CaseRecord[];
}

/** Seals what is said of people in matters of orders, each version under a key of its own. */
export function matterSeals(keys: PersonalKeys): MatterSeals {
  const sealMatter = (record: CaseRecord, { at, customers, added }: Sealing): CaseRecord => {
    const [document, taken] = takenOut(record);
    if (!saysSome(taken)) return record;
    const keyId = matterKeyId(record.caseId, record.version);
    const { orderId } = record;
    const customerId = orderId && customers.get(orderId);
    const made = keys.make({ keyId, orderId, customerId, at });
    added.push(made.record);
    const sealed: SealedText = { keyId, text: sealText(made.key, textOf(taken), keyId) };
    return { ...record, document: { ...(document as object), sealed } };
  };

  return {
    ordersOf: (unit) => {
      const written = new Set(unit.ordersChanged.map(({ record }) => record.order.orderId));
      const told = mattersIn(unit).filter((record) => saysSome(takenOut(record)[1]));
      return told.flatMap(({ orderId }) => (orderId && !written.has(orderId) ? [orderId] : []));
    },
    seal: (unit, orders) => {
      if (mattersIn(unit).length === 0) return unit;
      const known = [...orders, ...unit.ordersChanged.map(({ record }) => record)];
      const customers = new Map(known.map(({ order }) => [order.orderId, order.customerId]));
      const added: CaseRecord[] = [];
      const sealing = { at: unit.at, customers, added };
      const casesAdded = unit.casesAdded.map((record) => sealMatter(record, sealing));
      const casesChanged = unit.casesChanged.map((record) => sealMatter(record, sealing));
      return { ...unit, casesAdded: [...casesAdded, ...added], casesChanged };
    },
    keysOf: (record) => {
      const sealed = sealedOf(record);
      return sealed ? [sealed.keyId] : [];
    },
    open: (record) => {
      const sealed = sealedOf(record);
      const known = sealed && keys.known(sealed.keyId);
      if (!sealed || !known) return record;
      const { sealed: _envelope, ...document } = record.document as { readonly sealed: SealedText };
      if ('erasedAt' in known) return { ...record, document };
      const taken = JSON.parse(openText(known.key, sealed.text, sealed.keyId)) as unknown[];
      let nth = 0;
      const filled = (places[record.kind] ?? []).reduce<unknown>(
        (kept, path) => exchanged(kept, path, (value) => taken[nth++] ?? value),
        document,
      );
      return { ...record, document: filled };
    },
  };
}

/** The next version of a matter without what it says of people; undefined when it says nothing. */
export function withoutTexts(record: CaseRecord): CaseRecord | undefined {
  const [document, taken] = takenOut(record);
  if (!saysSome(taken)) return undefined;
  return { ...record, version: record.version + 1, document };
}

/** The document without its texts, and the texts. */
function takenOut({ kind, document }: CaseRecord): readonly [unknown, Taken] {
  const taken: Taken = [];
  const bare = (places[kind] ?? []).reduce<unknown>(
    (kept, path) => exchanged(kept, path, (value) => takeOut(value, taken)),
    document,
  );
  return [bare, taken];
}

const textOf = (taken: Taken): string => JSON.stringify(taken.map((value) => value ?? null));

const sealedOf = ({ kind, document }: CaseRecord): SealedText | undefined =>
  places[kind] ? (document as { readonly sealed?: SealedText }).sealed : undefined;

const saysSome = (taken: Taken): boolean => taken.some((value) => value !== undefined);

const mattersIn = ({ casesAdded, casesChanged }: CommitUnit): readonly CaseRecord[] =>
  [...casesAdded, ...casesChanged].filter(({ kind }) => places[kind]);

/** Every place is counted, whether or not something stood there, so that each text finds its own again. */
function takeOut(value: unknown, taken: Taken): unknown {
  const says = value !== undefined && value !== null && value !== '' && value !== erasedText;
  taken.push(says ? value : undefined);
  if (!says) return value;
  return typeof value === 'string' ? erasedText : undefined;
}

/** The value with what stands at the path exchanged; nothing is added where the way to it is missing. */
function exchanged(
  value: unknown,
  [step, ...rest]: readonly string[],
  put: (value: unknown) => unknown,
): unknown {
  if (step === undefined) return put(value);
  if (typeof value !== 'object' || value === null) return value;
  if (step === '*')
    return Array.isArray(value) ? value.map((row) => exchanged(row, rest, put)) : value;
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [step]: exchanged(members[step], rest, put) };
}
