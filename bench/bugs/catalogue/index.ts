import type { PlantedBug } from '../bug.ts';
import { afterBugs } from './after.ts';
import { factBugs } from './facts.ts';
import { intakeBugs } from './intake.ts';
import { jointBugs } from './joint.ts';
import { logBugs } from './log.ts';
import { reportBugs } from './reports.ts';
import { routingBugs } from './routing.ts';
import { stockBugs } from './stock.ts';
import { webhookBugs } from './webhooks.ts';
import { workBugs } from './work.ts';

/** Every bug that is planted. */
export const allBugs: readonly PlantedBug[] = [
  ...stockBugs,
  ...intakeBugs,
  ...logBugs,
  ...workBugs,
  ...factBugs,
  ...afterBugs,
  ...routingBugs,
  ...jointBugs,
  ...webhookBugs,
  ...reportBugs,
];
