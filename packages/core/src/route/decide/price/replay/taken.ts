import type { NodeId } from '../../../../words/index.ts';
import type { RoutePlan } from '../../question.ts';

/** Units of an item that a plan takes from a node. */
export interface TakenUnits {
  readonly itemId: string;
  readonly nodeId: NodeId;
  readonly units: number;
}

/** Everything that a plan takes. */
export const itemUnits = ({ parcels }: RoutePlan): readonly TakenUnits[] =>
  parcels.flatMap(({ nodeId, lines }) =>
    lines.map(({ itemId, quantityUnits }) => ({ itemId, nodeId, units: quantityUnits })),
  );
