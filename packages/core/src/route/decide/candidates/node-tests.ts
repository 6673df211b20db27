import { nodeStricken } from '../../../network/decide/index.ts';
import { faceNode } from './lane-book.ts';
import { keepForcedServices, offerSupply } from './supply.ts';
import { eliminate, reasonCode } from './survey.ts';
import type { Survey } from './survey.ts';

/**
 * Tests all nodes up to stock, in the order of `eliminationReasons`; the first failing test of each is recorded.
 *
 * Nodes that are not asked are tested too: whether an item is scarce does not depend on whom the question is
 * forced upon (`dropUnasked` takes them out afterwards).
 */
export function testNodes(survey: Survey): void {
  const { asked, ability, temperatures } = survey;
  const { nodeState, startAt } = asked.question.slice;
  const { abilities, temperatures: classes } = asked.columns;
  const wanted = wantedStore(asked);
  const free = asked.question.excluded.length === 0 && wanted === undefined;
  for (let nodeIx = 0; nodeIx < nodeState.length; nodeIx++) {
    if (nodeState[nodeIx] !== 0) eliminateStopped(survey, nodeIx);
    else if (!free && !mayAct(survey, nodeIx, wanted)) continue;
    else if (((abilities[nodeIx] as number) & ability) !== ability)
      eliminate(survey, nodeIx, ['no-ability', abilities[nodeIx] as number, ability]);
    else if (((classes[nodeIx] as number) & temperatures) === 0)
      eliminate(survey, nodeIx, ['temperature-class', classes[nodeIx] as number, temperatures]);
    else if (breaksHardRule(survey, nodeIx)) continue;
    else if (startAt[nodeIx] === 0) eliminate(survey, nodeIx, ['no-slot', 0, 1]);
  }
  offerSupply(survey);
}

/** Eliminates the nodes, and takes away the services, that a forced question leaves out. */
export function dropUnasked(survey: Survey): void {
  keepForcedServices(survey);
  if (survey.asked.question.onlyNodeIds === undefined) return;
  const { standing, trace } = survey;
  for (let nodeIx = 0; nodeIx < trace.eliminated.length; nodeIx++) {
    const code = trace.eliminated[nodeIx] as number;
    if (standing[nodeIx] === 1 && (code === 0 || code > reasonCode['not-asked']))
      eliminate(survey, nodeIx, ['not-asked', 0, 0]);
  }
}

/** Index of the store where the customer collects; −1 when it is in no network; undefined when nobody collects. */
function wantedStore({ pickup, question, context }: Survey['asked']): number | undefined {
  const { pickupNodeId } = question;
  if (!pickup || pickupNodeId === undefined) return undefined;
  return context.network.nodeIxOf(pickupNodeId) ?? -1;
}

/** Neither excluded nor another store than the one where the customer collects. */
function mayAct(survey: Survey, nodeIx: number, wanted: number | undefined): boolean {
  const entry = (survey.standing[nodeIx] as number) - 2;
  if (entry >= 0) eliminate(survey, nodeIx, ['excluded', entry, 0]);
  else if (wanted === undefined || wanted === nodeIx) return true;
  else eliminate(survey, nodeIx, ['not-the-pickup-store', nodeIx, wanted]);
  return false;
}

function eliminateStopped(survey: Survey, nodeIx: number): void {
  const state = survey.asked.question.slice.nodeState[nodeIx] as number;
  eliminate(survey, nodeIx, [state === nodeStricken ? 'stricken' : 'draining', state, 0]);
}

function breaksHardRule(survey: Survey, nodeIx: number): boolean {
  const { hardRules, book } = survey;
  if (hardRules.length === 0) return false;
  const facts = faceNode(book, nodeIx);
  for (const rule of hardRules)
    if (rule.holds(facts)) {
      eliminate(survey, nodeIx, ['hard-rule', rule.ruleIx, 0]);
      return true;
    }
  return false;
}
