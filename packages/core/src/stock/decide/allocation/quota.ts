import type { ItemId, NodeId } from '../../../words/index.ts';
import type { CustomerTier } from '../../../parties/decide/index.ts';
import type { StockPosition } from '../position.ts';
import type { AllocationDocument, ChannelBranch } from './document.ts';

/**
 * A quota is booked as a position of its own under a lot name that begins with `#`: on hand is what the branch may
 * use at all, reserved what live reservations use. So the store guards it as it guards goods.
 */
const quotaMark = '#';

/** Whether a position is a quota and no goods. */
export const isQuota = ({ lot }: Pick<StockPosition, 'lot'>): boolean => lot.startsWith(quotaMark);

/** What a branch keeps for itself, without the parts of its children. */
export interface Quota {
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly lot: string;
  readonly units: number;
}

/** All quotas of a document that count at a moment. */
export function quotasOf(document: AllocationDocument, at: number): readonly Quota[] {
  return document.fences
    .filter(({ until }) => until === undefined || until > at)
    .flatMap((fence) => {
      const cells = fence.channels.flatMap((branch) => cellsOf(fence.fence_id, branch));
      return fence.nodes.flatMap((nodeId) =>
        fence.items.flatMap((itemId) => cells.map((cell) => ({ nodeId, itemId, ...cell }))),
      );
    });
}

const total = (parts: readonly { readonly units: number }[]): number =>
  parts.reduce((sum, { units }) => sum + units, 0);

function cellsOf(
  fenceId: string,
  branch: ChannelBranch,
): readonly { readonly lot: string; readonly units: number }[] {
  const path = `${quotaMark}${fenceId}/${branch.channel}`;
  return [
    { lot: path, units: branch.units - total(branch.tiers) },
    ...branch.tiers.flatMap(({ tier, units, customers }) => [
      { lot: `${path}/${tier}`, units: units - total(customers) },
      ...customers.map((one) => ({
        lot: `${path}/${tier}/${one.customer_id}`,
        units: one.units,
      })),
    ]),
  ];
}

/** Who asks for stock. */
export interface StockAsker {
  readonly channel: string;
  readonly tier: CustomerTier;
  readonly customerId?: string | undefined;
}

/** The quotas that an asker may use, his own first, then those of the branches above. */
export function quotaPath(
  fence: AllocationDocument['fences'][number],
  asker: StockAsker,
): { readonly lots: readonly string[]; readonly isPoolOpen: boolean } {
  const branch =
    fence.channels.find(({ channel }) => channel === asker.channel) ??
    fence.channels.find(({ channel }) => channel === '*');
  if (!branch) return { lots: [], isPoolOpen: true };
  const lots = [`${quotaMark}${fence.fence_id}/${branch.channel}`];
  const tier = branch.tiers.find((one) => one.tier === asker.tier);
  if (tier) lots.unshift(`${String(lots[0])}/${tier.tier}`);
  const customer = tier?.customers.find((one) => one.customer_id === asker.customerId);
  if (customer) lots.unshift(`${String(lots[0])}/${customer.customer_id}`);
  return { lots, isPoolOpen: branch.open_pool };
}
