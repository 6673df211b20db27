import type { RouteDefinition } from '../../route.ts';
import { allocationRoutes } from './allocation.ts';
import { correctionRoutes } from './corrections.ts';
import { owedRoutes } from './owed.ts';
import { reconciliationRoutes } from './reconciliations.ts';
import { transferRoutes } from './transfers.ts';

/** Who may sell what, lots and corrections, what is owed, goods between nodes, comparisons with other systems. */
export const stockDeskRoutes: readonly RouteDefinition[] = [
  ...allocationRoutes,
  ...correctionRoutes,
  ...owedRoutes,
  ...transferRoutes,
  ...reconciliationRoutes,
];
