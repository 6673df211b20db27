import type { FulfilmentId, NodeId } from '../../../words/index.ts';
import type { NodeProfile } from '../../../network/decide/index.ts';
import type { Fulfilment } from '../fulfilment.ts';

/** What people at a node must do again because an order was changed after they had begun. */
export interface Rework {
  readonly fulfilmentId: FulfilmentId;
  readonly nodeId: NodeId;
  /** `put_back`: picked goods go back to the shelf. `relabel`: they go out under another label. */
  readonly task: 'put_back' | 'relabel';
  readonly units: number;
  /** What the node's handling rates say it costs, minor units of the network's currency. */
  readonly costMinor: number;
}

/** What a node's handling costs. */
type HandlingRates = Pick<
  NodeProfile,
  'handlingCostPerOrderMinor' | 'handlingCostPerLineMinor' | 'handlingCostPerUnitMicros'
>;

/**
 * The rework that a change of begun work means. Putting a line back costs what picking it did (per line and per unit);
 * a new label costs what an order costs. Work that nobody has begun costs nothing to change.
 *
 * @param isRelabelled whether what stays gets another destination
 */
export function reworkOf(
  before: Fulfilment,
  after: { readonly work: Fulfilment; readonly isRelabelled: boolean },
  rates: HandlingRates,
): readonly Rework[] {
  if (before.state !== 'in_progress' && before.state !== 'ready') return [];
  const { fulfilmentId, nodeId } = before;
  const left = new Map(after.work.lines.map((line) => [line.lineNo, line.quantityUnits]));
  const back = before.lines
    .map(({ lineNo, quantityUnits }) => quantityUnits - (left.get(lineNo) ?? 0))
    .filter((units) => units > 0);
  const units = back.reduce((sum, more) => sum + more, 0);
  const perUnit = Math.round((units * (rates.handlingCostPerUnitMicros ?? 0)) / 1_000_000);
  const stays = after.work.lines.reduce((sum, { quantityUnits }) => sum + quantityUnits, 0);
  return [
    ...(units > 0
      ? [
          {
            fulfilmentId,
            nodeId,
            task: 'put_back' as const,
            units,
            costMinor: back.length * rates.handlingCostPerLineMinor + perUnit,
          },
        ]
      : []),
    ...(after.isRelabelled && stays > 0
      ? [
          {
            fulfilmentId,
            nodeId,
            task: 'relabel' as const,
            units: stays,
            costMinor: rates.handlingCostPerOrderMinor,
          },
        ]
      : []),
  ];
}
