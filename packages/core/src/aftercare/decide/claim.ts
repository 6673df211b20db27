import type { FulfilmentId, ItemId, NodeId, ServiceId } from '../../words/index.ts';

/** What went wrong: it did not arrive, it arrived broken, it is another item, or fewer are in the parcel. */
export type ClaimKind = 'lost' | 'damaged' | 'wrong_item' | 'missing_unit';
/** All kinds of claims. */
export const claimKinds = ['lost', 'damaged', 'wrong_item', 'missing_unit'] as const;

/** What a claim ends with. */
export type ClaimOutcome = 'reship' | 'refund' | 'reject';
/** All outcomes. */
export const claimOutcomes = ['reship', 'refund', 'reject'] as const;

/** Who has to answer for it. */
export interface Responsible {
  readonly party: 'carrier' | 'node' | 'nobody';
  /** The carrier service or node; undefined when it is not known. */
  readonly id: NodeId | ServiceId | undefined;
  readonly because:
    'left-the-node' | 'broken-before-it-left' | 'broken-on-the-way' | 'packed-there' | 'people';
}

/** A piece of evidence that somebody gave. */
export interface Evidence {
  readonly at: number;
  readonly kind: 'text' | 'photo' | 'document';
  /** The words, or where the picture or document is. */
  readonly content: string;
}

/** Units that a claim is about. */
export interface ClaimLine {
  readonly lineNo: number;
  readonly itemId: ItemId;
  readonly units: number;
}

/** A claim: no goods have to come back for it. Plain JSON. */
export interface ClaimFile {
  readonly claim: ClaimKind;
  readonly lines: readonly ClaimLine[];
  /** The work whose goods it is about; undefined when the order had several and nobody said. */
  readonly fulfilmentId: FulfilmentId | undefined;
  readonly evidence: readonly Evidence[];
  /** Who seems to be responsible, by the facts. */
  readonly suspected: Responsible;
  readonly decided:
    | {
        readonly outcome: ClaimOutcome;
        readonly at: number;
        readonly because: string;
        readonly responsible: Responsible;
      }
    | undefined;
}

/** What the facts tell about the goods of a claim. */
export interface ClaimedWork {
  readonly nodeId: NodeId;
  readonly serviceId: ServiceId;
  /** The goods left the node. */
  readonly hasLeft: boolean;
  /** Damage was found before they left. */
  readonly wasBroken: boolean;
}

/** Who seems to be responsible: the carrier for what happens on the way, the node for what it packed. */
export function suspect(claim: ClaimKind, work: ClaimedWork | undefined): Responsible {
  if (!work) return { party: 'nobody', id: undefined, because: 'people' };
  const node = { party: 'node', id: work.nodeId } as const;
  const carrier = { party: 'carrier', id: work.serviceId } as const;
  if (claim === 'wrong_item' || claim === 'missing_unit')
    return { ...node, because: 'packed-there' };
  if (work.wasBroken) return { ...node, because: 'broken-before-it-left' };
  if (claim === 'damaged') return { ...carrier, because: 'broken-on-the-way' };
  return work.hasLeft
    ? { ...carrier, because: 'left-the-node' }
    : { ...node, because: 'packed-there' };
}
