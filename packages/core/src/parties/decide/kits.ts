import type { InputFault } from '../../words/index.ts';
import type { ItemProfile, KitComponent } from './item.ts';

type ItemOf = (itemId: string) => ItemProfile | undefined;

/**
 * Checks what published items say about others: parts and substitutes exist, no kit is (by its parts) a part of
 * itself, and kits are nested one level at most.
 *
 * @param items what is being published
 * @param known what the catalogue knows besides
 */
export function catalogueFaults(
  items: readonly ItemProfile[],
  known: ReadonlyMap<string, ItemProfile>,
): InputFault[] {
  const fresh = new Map<string, ItemProfile>(items.map((item) => [item.itemId, item]));
  const itemOf: ItemOf = (id) => fresh.get(id) ?? known.get(id);
  return items.flatMap((item, i) => [
    ...unknownOthers(item, i, itemOf),
    ...nestingFaults(item, i, itemOf),
    ...(holdsKits(item, itemOf) ? insideFaults(item, i, known) : []),
  ]);
}

const holdsKits = (item: ItemProfile, itemOf: ItemOf): boolean =>
  (item.components ?? []).some(({ itemId }) => itemOf(itemId)?.components !== undefined);

/** The item holds kits now; then no kit may hold it. */
function insideFaults(
  { itemId }: ItemProfile,
  i: number,
  known: ReadonlyMap<string, ItemProfile>,
): InputFault[] {
  for (const kit of known.values())
    if (kit.components?.some((part) => part.itemId === itemId))
      return [
        {
          field: `/items/${i}/components`,
          reason: 'kit-too-deep',
          remedy: `${kit.itemId} holds ${itemId}, which may hold no kits then.`,
        },
      ];
  return [];
}

function unknownOthers(item: ItemProfile, i: number, itemOf: ItemOf): InputFault[] {
  return (['components', 'substitutes'] as const).flatMap((field) =>
    (item[field] ?? []).flatMap((other, at) =>
      itemOf(other.itemId)
        ? []
        : [
            {
              field: `/items/${i}/${field}/${at}/itemId`,
              reason: 'unknown-item',
              remedy: `Publish ${other.itemId} first, or with this item.`,
            },
          ],
    ),
  );
}

function nestingFaults(item: ItemProfile, i: number, itemOf: ItemOf): InputFault[] {
  return (item.components ?? []).flatMap(({ itemId }, at): InputFault[] => {
    const inner = itemOf(itemId)?.components ?? [];
    const field = `/items/${i}/components/${at}/itemId`;
    if (inner.some((part) => part.itemId === item.itemId))
      return [
        {
          field,
          reason: 'kit-cycle',
          remedy: `${itemId} is put together from ${item.itemId}; a kit cannot be a part of itself.`,
        },
      ];
    return inner.some((part) => itemOf(part.itemId)?.components)
      ? [
          {
            field,
            reason: 'kit-too-deep',
            remedy: `${itemId} holds kits itself; put kits together from items, or from kits of items.`,
          },
        ]
      : [];
  });
}

/**
 * What one kit is picked from: its parts, those of a kit inside it in its place; each item once, in the order named.
 *
 * @returns undefined when the item is no kit
 */
export function kitParts(item: ItemProfile, itemOf: ItemOf): readonly KitComponent[] | undefined {
  if (!item.components) return undefined;
  const units = new Map<KitComponent['itemId'], number>();
  for (const part of item.components)
    for (const leaf of itemOf(part.itemId)?.components ?? [{ itemId: part.itemId, unitsPerKit: 1 }])
      units.set(leaf.itemId, (units.get(leaf.itemId) ?? 0) + leaf.unitsPerKit * part.unitsPerKit);
  return [...units].map(([itemId, unitsPerKit]) => ({ itemId, unitsPerKit }));
}
