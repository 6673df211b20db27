import { nodeStricken } from '../../../network/decide/index.ts';
import { abilityBit } from './columns.ts';
import { faceNode } from './lane-book.ts';
import { offerSupply } from './supply.ts';
import { eliminate, reasonCode } from './survey.ts';
import type { Survey } from './survey.ts';

/**
 * Tests all nodes up to stock, in the order of `eliminationReasons`, one column after the other: each test
 * looks only at nodes that passed the tests before it.
 *
 * Nodes that are not asked are tested too: whether an item is scarce does not depend on whom the question is
 * forced upon (`dropUnasked` takes them out afterwards).
 *
 * @returns nodes that passed, ascending
 */
export function testNodes(survey: Survey): readonly number[] {
  testStates(survey);
  testStanding(survey);
  testAbilities(survey);
  testTemperatures(survey);
  testHardRules(survey);
  testSlots(survey);
  return offerSupply(survey);
}

/** Eliminates the nodes that a forced question leaves out. @returns those of `passed` that are asked */
export function dropUnasked(survey: Survey, passed: readonly number[]): readonly number[] {
  if (survey.asked.question.onlyNodeIds === undefined) return passed;
  const { standing, trace } = survey;
  for (let nodeIx = 0; nodeIx < trace.eliminated.length; nodeIx++) {
    const code = trace.eliminated[nodeIx] as number;
    if (standing[nodeIx] === 1 && (code === 0 || code > reasonCode['not-asked']))
      eliminate(survey, nodeIx, ['not-asked', 0, 0]);
  }
  return passed.filter((nodeIx) => standing[nodeIx] !== 1);
}

function testStates(survey: Survey): void {
  const { nodeState } = survey.asked.question.slice;
  for (let nodeIx = 0; nodeIx < nodeState.length; nodeIx++) {
    const state = nodeState[nodeIx] as number;
    if (state === 0) continue;
    eliminate(survey, nodeIx, [state === nodeStricken ? 'stricken' : 'draining', state, 0]);
  }
}

/** Excluded nodes, and stores other than the one where the customer collects. */
function testStanding(survey: Survey): void {
  const { asked, standing, trace } = survey;
  const wanted = wantedStore(asked);
  if (asked.question.excluded.length === 0 && wanted === undefined) return;
  for (let nodeIx = 0; nodeIx < trace.eliminated.length; nodeIx++) {
    if (trace.eliminated[nodeIx] !== 0) continue;
    const entry = (standing[nodeIx] as number) - 2;
    if (entry >= 0) eliminate(survey, nodeIx, ['excluded', entry, 0]);
    else if (wanted !== undefined && wanted !== nodeIx)
      eliminate(survey, nodeIx, ['not-the-pickup-store', nodeIx, wanted]);
  }
}

/** Index of the store where the customer collects; −1 when it is in no network; undefined when nobody collects. */
function wantedStore({ pickup, question, context }: Survey['asked']): number | undefined {
  const { pickupNodeId } = question;
  if (!pickup || pickupNodeId === undefined) return undefined;
  return context.network.nodeIxOf(pickupNodeId) ?? -1;
}

function testAbilities(survey: Survey): void {
  const { abilities } = survey.asked.columns;
  const { eliminated } = survey.trace;
  const ability = abilityBit(survey.asked.question.serviceLevel);
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++)
    if (eliminated[nodeIx] === 0 && ((abilities[nodeIx] as number) & ability) === 0)
      eliminate(survey, nodeIx, ['no-ability', abilities[nodeIx] as number, ability]);
}

function testTemperatures(survey: Survey): void {
  const { temperatures: classes } = survey.asked.columns;
  const { temperatures, trace } = survey;
  const { eliminated } = trace;
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++)
    if (eliminated[nodeIx] === 0 && ((classes[nodeIx] as number) & temperatures) === 0)
      eliminate(survey, nodeIx, ['temperature-class', classes[nodeIx] as number, temperatures]);
}

function testHardRules(survey: Survey): void {
  const { hardRules, book, trace } = survey;
  for (const rule of hardRules)
    for (let nodeIx = 0; nodeIx < trace.eliminated.length; nodeIx++)
      if (trace.eliminated[nodeIx] === 0 && rule.holds(faceNode(book, nodeIx)))
        eliminate(survey, nodeIx, ['hard-rule', rule.ruleIx, 0]);
}

function testSlots(survey: Survey): void {
  const { startAt } = survey.asked.question.slice;
  const { eliminated } = survey.trace;
  for (let nodeIx = 0; nodeIx < eliminated.length; nodeIx++)
    if (eliminated[nodeIx] === 0 && startAt[nodeIx] === 0)
      eliminate(survey, nodeIx, ['no-slot', 0, 1]);
}
