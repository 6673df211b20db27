import type { RouteDefinition } from '../../route.ts';
import { allocationRoutes } from './allocation.ts';
import { correctionRoutes } from './corrections.ts';
import { reconciliationRoutes } from './reconciliations.ts';
import { transferRoutes } from './transfers.ts';

/** Who may sell what, lots and corrections, goods between nodes, comparisons with other systems. */
export const stockDeskRoutes: readonly RouteDefinition[] = [
  ...allocationRoutes,
  ...correctionRoutes,
  ...transferRoutes,
  ...reconciliationRoutes,
];
