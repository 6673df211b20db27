import { instantText } from '../../../words/index.ts';
import type { ItemId, NodeId } from '../../../words/index.ts';
import type { Forcing, RouteContext } from '../question.ts';
import { joined, nameOf } from './names.ts';
import type { Sentence } from './wording.ts';

/** What is forced upon the other plan; all given ones hold, at least one is given. */
export interface Forced extends Forcing {
  /** Only these nodes. */
  readonly nodeIds?: readonly NodeId[];
  /** A division of the order: these items come from these nodes and from no other. */
  readonly itemsFrom?: readonly { readonly itemId: ItemId; readonly nodeId: NodeId }[];
}

/** What was forced, in words, as the condition of a sentence. */
export function forceText(forced: Forced, context: RouteContext): Sentence {
  const { nodeIds, itemsFrom, serviceIds, arriveByAt, parcelsMax } = forced;
  const name = (nodeId: NodeId): string => nameOf(context, nodeId);
  const parts: Sentence[] = [];
  if (nodeIds) {
    const { en, zh } = joined(nodeIds.map(name));
    parts.push({ en: `with ${en} alone`, zh: `仅用 ${zh}` });
  }
  for (const { itemId, nodeId } of itemsFrom ?? [])
    parts.push({
      en: `with ${itemId} from ${name(nodeId)}`,
      zh: `${itemId} 由 ${name(nodeId)} 发出`,
    });
  if (serviceIds) {
    const { en, zh } = joined(serviceIds);
    parts.push({ en: `by ${en} alone`, zh: `仅用承运服务 ${zh}` });
  }
  if (arriveByAt !== undefined)
    parts.push({
      en: `arriving by ${instantText(arriveByAt)}`,
      zh: `最晚 ${instantText(arriveByAt)} 送达`,
    });
  if (parcelsMax !== undefined)
    parts.push({
      en: `in at most ${String(parcelsMax)} ${parcelsMax === 1 ? 'parcel' : 'parcels'}`,
      zh: `至多 ${String(parcelsMax)} 个包裹`,
    });
  return { en: parts.map(({ en }) => en).join(', '), zh: parts.map(({ zh }) => zh).join('，') };
}
