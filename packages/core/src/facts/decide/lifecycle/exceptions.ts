import { looseItems } from '../items.ts';
import type { Parcel, Touch } from './goods.ts';

/** Something that people should look at. It lies over the status and never replaces it. */
export interface LifecycleException {
  readonly kind:
    'mispick' | 'short' | 'damaged' | 'temperature_excursion' | 'quality_failed' | 'voided';
  /** URI of the item or parcel that it is about. */
  readonly subjectUri: string;
  /** Hash of the fact that opened it. */
  readonly basis: string;
  /** When it opened, epoch ms UTC. */
  readonly asOf: number;
}

interface Open extends LifecycleException {
  readonly parcel: Parcel | undefined;
  /** A wrong count closes also when more are picked; a wrong item only when it is taken out. */
  readonly closesOnPick: boolean;
}

/** Opens and closes exceptions while the goods are followed. */
export interface ExceptionBook {
  readonly watch: (touch: Touch) => void;
  /** What is open at the end, oldest first; of parcels only those for which `concerns` holds. */
  readonly open: (concerns: (parcel: Parcel) => boolean) => readonly LifecycleException[];
}

/** A new, empty book. */
export function exceptionBook(): ExceptionBook {
  const book = new Map<string, Open>();
  return {
    watch: (touch) => note(book, touch),
    open: (concerns) =>
      [...book.values()]
        .filter(({ parcel }) => parcel === undefined || concerns(parcel))
        .sort(
          (a, b) =>
            a.asOf - b.asOf || byText(a.basis, b.basis) || byText(a.subjectUri, b.subjectUri),
        )
        .map(({ kind, subjectUri, basis, asOf }) => ({ kind, subjectUri, basis, asOf })),
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Book = Map<string, Open>;
type Kind = LifecycleException['kind'];

function note(book: Book, touch: Touch): void {
  const { kind } = touch.fact;
  if (kind === 'temperature_excursion') openParcels(book, touch, 'temperature_excursion');
  if (kind === 'judged') judge(book, touch);
  if (kind === 'shipping_voided') openParcels(book, touch, 'voided');
  if (kind === 'departed' || kind === 'out_for_delivery') closeParcels(book, touch, 'voided');
  if (kind === 'damaged') openDamage(book, touch);
  if (touch.citesOrder) noteItems(book, touch);
}

/** A verdict ends the suspicion; a good one also ends an earlier bad one. */
function judge(book: Book, touch: Touch): void {
  closeParcels(book, touch, 'temperature_excursion');
  if (touch.fact.epcis.disposition === 'conformant') closeParcels(book, touch, 'quality_failed');
  else openParcels(book, touch, 'quality_failed');
}

function openDamage(book: Book, touch: Touch): void {
  openParcels(book, touch, 'damaged');
  if (touch.citesOrder)
    for (const { itemUri } of looseItems(touch.fact.epcis))
      open(book, touch, { kind: 'damaged', itemUri });
}

function noteItems(book: Book, touch: Touch): void {
  const { kind, epcis } = touch.fact;
  for (const { itemUri } of looseItems(epcis)) {
    if (kind === 'mispick_seen') open(book, touch, { kind: 'mispick', itemUri });
    if (kind === 'counted' && epcis.disposition === 'mismatch_quantity')
      open(book, touch, { kind: 'short', itemUri });
    if (kind === 'unpicked') book.delete(`mispick|${itemUri}`);
    if (kind === 'picked') closeByPick(book, itemUri);
  }
}

function closeByPick(book: Book, itemUri: string): void {
  book.delete(`short|${itemUri}`);
  if (book.get(`mispick|${itemUri}`)?.closesOnPick === true) book.delete(`mispick|${itemUri}`);
}

function open(
  book: Book,
  { fact }: Touch,
  { kind, itemUri }: { kind: Kind; itemUri: string },
): void {
  const name = `${kind}|${itemUri}`;
  if (book.has(name)) return;
  book.set(name, {
    kind,
    subjectUri: itemUri,
    basis: fact.hash,
    asOf: fact.at,
    parcel: undefined,
    closesOnPick: fact.epcis.disposition === 'mismatch_quantity',
  });
}

function openParcels(book: Book, { fact, parcels }: Touch, kind: Kind): void {
  for (const parcel of parcels) {
    const name = `${kind}|${parcel.uri}`;
    if (book.has(name)) continue;
    const subject = { kind, subjectUri: parcel.uri, basis: fact.hash, asOf: fact.at };
    book.set(name, { ...subject, parcel, closesOnPick: false });
  }
}

function closeParcels(book: Book, { parcels }: Touch, kind: Kind): void {
  for (const parcel of parcels) book.delete(`${kind}|${parcel.uri}`);
}
