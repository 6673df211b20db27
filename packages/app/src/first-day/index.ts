/**
 * The first day of a retailer: questions with their defaults, answers read, held against what the store holds, shown,
 * and written through the API.
 *
 * @packageDocumentation
 */
export { faultOf, readAnswers } from './answers.ts';
export type { Answers } from './answers.ts';
export { countryOf } from './countries.ts';
export { existingIn, knownOf, nothingYet } from './existing.ts';
export type { Existing } from './existing.ts';
export { answersIn, completeAnswers, unasked, withFlags } from './given.ts';
export type { Interview, ListPart } from './given.ts';
export { isWritten, planFirstDay } from './plan/plan.ts';
export type { Plan, PlanRow } from './plan/plan-types.ts';
export { questions } from './questions.ts';
export type { Given, Language, Part, Question } from './questions.ts';
export { outcomeText, planTable } from './show.ts';
export { strategyWishes, wishWordings } from './strategy.ts';
export { writeFirstDay } from './write.ts';
