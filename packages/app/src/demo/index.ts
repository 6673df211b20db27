/**
 * The demo and the scenarios of the command line: the real hub in a seeded world, shown on a terminal.
 *
 * @packageDocumentation
 */
export { runDemo } from './run-demo.ts';
export type { DemoShow } from './run-demo.ts';
export type { DemoAsk } from './session.ts';
export { loadScenario, runScenario, scenarioNames } from './scenarios.ts';
export type { ScenarioRun } from './scenarios.ts';
