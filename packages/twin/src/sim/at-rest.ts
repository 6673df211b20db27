import type { Store } from '@ordermesh/core/hub';
import type { MemoryDatabase } from '@ordermesh/testkit';
import type { Mesh } from './mesh.ts';
import type { Customers } from './people/customers.ts';
import type { Planned } from './people/planners.ts';
import type { Reported } from './people/reports.ts';
import type { Claimed } from './aftercare/claims.ts';
import type { Swapped } from './aftercare/exchanges.ts';
import type { SentBack } from './aftercare/returns.ts';
import type { Crew } from './people/workers.ts';

/** What is left when all faults are over and the mesh had time to come to rest. */
export interface AtRest {
  readonly mesh: Mesh;
  readonly database: MemoryDatabase;
  readonly store: Store;
  readonly customers: Customers;
  readonly crews: readonly Crew[];
  readonly sentBack: SentBack;
  readonly swapped: Swapped;
  readonly claimed: Claimed;
  readonly planned: Planned;
  readonly reported: Reported;
  readonly openScans: number;
}
