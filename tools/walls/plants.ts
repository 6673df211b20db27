/** Who has to catch a plant: the linter, the import rules, or the house rules. */
export type Judge = 'lint' | 'walls' | 'tidy';

/** A violation planted into a copy of the house, the rule that must name it and words of the remedy. */
export type Plant = {
  title: string;
  path: string;
  text: string;
  judge: Judge;
  rule: string;
  remedy: string;
};

const core = 'packages/core/src';
const plant = (judge: Judge, rule: string, remedy: string) => {
  const named = (title: string, path: string, text: string): Plant => ({
    title,
    path,
    text: `${text}\n`,
    judge,
    rule,
    remedy,
  });
  return named;
};

const syntax = (remedy: string) => plant('lint', 'no-restricted-syntax', remedy);
const global = plant('lint', 'no-restricted-globals', 'name the need as a port');

const lint: readonly Plant[] = [
  syntax('take `at`')(
    'a clock in a decision',
    `${core}/route/decide/planted-clock.ts`,
    'export const lateMs = (cutoffAt: number): number => Date.now() - cutoffAt;',
  ),
  syntax('take `at`')(
    'the date of today in a decision',
    `${core}/route/decide/planted-today.ts`,
    'export const today = (): string => new Date().toISOString();',
  ),
  syntax('take `at`')(
    'a clock in a stage',
    `${core}/route/planted-stage-clock.ts`,
    'export const lateMs = (cutoffAt: number): number => Date.now() - cutoffAt;',
  ),
  syntax('not async')(
    'an async decision',
    `${core}/stock/decide/planted-async.ts`,
    'export async function position(): Promise<number> {\n  return Promise.resolve(1);\n}',
  ),
  syntax('does not wait')(
    'a decision that waits',
    `${core}/stock/decide/planted-wait.ts`,
    'export const position = async (asked: Promise<number>): Promise<number> => await asked;',
  ),
  syntax('seeded generator')(
    'chance in a decision',
    `${core}/promise/decide/planted-chance.ts`,
    'export const coin = (): boolean => Math.random() < 0.5;',
  ),
  syntax('seeded generator')(
    'chance in a test',
    `${core}/promise/decide/planted-chance.test.ts`,
    "import { expect, it } from 'vitest';\n\nit('is fair', () => {\n  expect(Math.random()).toBeLessThan(1);\n});",
  ),
  syntax('machine')(
    'an order that depends on the language of the machine',
    `${core}/words/planted-locale.ts`,
    'export const before = (a: string, b: string): boolean => a.localeCompare(b) < 0;',
  ),
  global(
    'the environment in a decision',
    `${core}/strategy/decide/planted-environment.ts`,
    "export const mode = (): unknown => (process as { env: Record<string, string> }).env['MODE'];",
  ),
  global(
    'a timer in core',
    `${core}/release/planted-timer.ts`,
    'export const later = (act: () => void): unknown => setTimeout(act, 1);',
  ),
  global(
    'a log line in a decision',
    `${core}/intake/decide/planted-log.ts`,
    "export const say = (): void => console.log('accepted');",
  ),
  syntax('Only app reads the environment')(
    'the environment in an adapter',
    'packages/adapters/src/planted-environment.ts',
    "export const address = (): string | undefined => process.env['PGHOST'];",
  ),
  syntax('closed union')(
    'an enum',
    `${core}/network/decide/planted-enum.ts`,
    'export enum Kind {\n  Store,\n  Dc,\n}',
  ),
  syntax('compose functions')(
    'inheritance',
    'packages/adapters/src/planted-inheritance.ts',
    'class Store {\n  readonly name = "a";\n}\nexport class FastStore extends Store {}',
  ),
  syntax('name what leaves the file')(
    'a default export',
    `${core}/network/decide/planted-default.ts`,
    'export default function kind(): string {\n  return "store";\n}',
  ),
  syntax('let it rise')(
    'an empty catch',
    'packages/adapters/src/planted-catch.ts',
    'export function quiet(act: () => void): void {\n  try {\n    act();\n  } catch {\n    // nothing\n  }\n}',
  ),
  plant('lint', '@typescript-eslint/no-explicit-any', 'Specify a different type')(
    'an any',
    `${core}/track/decide/planted-any.ts`,
    'export const open = (parcel: any): boolean => parcel === undefined;',
  ),
  plant('lint', '@typescript-eslint/no-non-null-assertion', 'non-null assertion')(
    'a promise to the compiler that nobody keeps',
    `${core}/track/decide/planted-bang.ts`,
    'export const first = (all: readonly string[]): string => all[0]!;',
  ),
  plant('lint', '@typescript-eslint/switch-exhaustiveness-check', 'dc')(
    'a switch that forgets a case',
    `${core}/network/decide/planted-switch.ts`,
    "export function hours(kind: 'store' | 'dc'): number {\n  switch (kind) {\n    case 'store':\n      return 2;\n  }\n  return 0;\n}",
  ),
  plant('lint', '@typescript-eslint/consistent-type-imports', 'import type')(
    'a type imported as a value',
    `${core}/reserve/decide/planted-import.ts`,
    "import { OrderId } from '../../words/index.ts';\n\nexport const same = (a: OrderId, b: OrderId): boolean => a === b;",
  ),
  plant('lint', '@typescript-eslint/no-floating-promises', 'awaited')(
    'a promise that nobody waits for',
    'packages/adapters/src/planted-floating.ts',
    'export function send(post: () => Promise<void>): void {\n  post();\n}',
  ),
  plant('lint', 'id-denylist', 'restricted')(
    'a word that says nothing',
    `${core}/intake/decide/planted-word.ts`,
    'export const size = (data: string): number => data.length;',
  ),
  plant('lint', 'max-params', 'too many parameters')(
    'four parameters',
    `${core}/stock/decide/planted-params.ts`,
    'export const sum = (a: number, b: number, c: number, d: number): number => a + b + c + d;',
  ),
  plant('lint', 'complexity', 'Maximum allowed is 10')(
    'a function with eleven ways through',
    `${core}/stock/decide/planted-complexity.ts`,
    `export function step(at: number): number {\n${Array.from({ length: 11 }, (_, i) => `  if (at === ${i}) return ${i};`).join('\n')}\n  return at;\n}`,
  ),
  plant('lint', 'max-lines-per-function', 'Maximum allowed is 60')(
    'a function longer than a page',
    `${core}/stock/decide/planted-long-function.ts`,
    `export function climb(from: number): number {\n  let step = from;\n${'  step += 1;\n'.repeat(60)}  return step;\n}`,
  ),
  plant('lint', 'max-depth', 'Maximum allowed is 3')(
    'four nested branches',
    `${core}/stock/decide/planted-depth.ts`,
    'export function deep(at: number): number {\n  if (at > 1) {\n    if (at > 2) {\n      if (at > 3) {\n        if (at > 4) return 4;\n      }\n    }\n  }\n  return 0;\n}',
  ),
  plant('lint', 'null', 'noInlineConfig')(
    'a switched-off rule',
    `${core}/stock/decide/planted-switched-off.ts`,
    '/* eslint-disable */\nexport const one = 1;',
  ),
];

const cruise = (rule: string, remedy: string) => plant('walls', rule, remedy);

const walls: readonly Plant[] = [
  cruise('stock-does-not-look-ahead', 'declare the fact in the most upstream room')(
    'an import against the corridor',
    `${core}/stock/planted-look-ahead.ts`,
    "export type { RouteQuestion } from '../route/index.ts';",
  ),
  cruise('words-does-not-look-ahead', 'The corridor runs one way')(
    'a word that knows a room',
    `${core}/words/planted-look-ahead.ts`,
    "export type { StockPosition } from '../stock/decide/index.ts';",
  ),
  cruise('rooms-have-doors', "Export the name from that room's door")(
    'an import past a door',
    `${core}/route/planted-past-door.ts`,
    "export { plantedInside } from '../stock/decide/planted-inside.ts';",
  ),
  cruise('decisions-are-pure', 'pass it in with the question')(
    'a decision that enters a room by its front door',
    `${core}/route/decide/planted-impure.ts`,
    "export { availableToPromise } from '../../stock/index.ts';",
  ),
  cruise('core-depends-on-nothing', 'adapters or app bring it')(
    'a Node module in core',
    `${core}/facts/decide/planted-node-module.ts`,
    "export { createHash } from 'node:crypto';",
  ),
  cruise('core-depends-on-nothing', 'adapters or app bring it')(
    'an npm package in core',
    `${core}/facts/planted-npm-package.ts`,
    "export { Client } from 'pg';",
  ),
  cruise('every-room-is-in-the-corridor', 'tools/corridor.mjs')(
    'a way into a folder that is not a room',
    `${core}/planted-room/planted-way.ts`,
    "export { plantedStranger } from './planted-stranger.ts';",
  ),
  cruise('only-the-path-sees-the-whole-corridor', 'Move this file into the room')(
    'a file outside the rooms of core',
    `${core}/planted-outside.ts`,
    "export { nodeId } from './words/index.ts';",
  ),
  cruise('no-cycles', 'Move the shared part down')(
    'two modules that need each other',
    `${core}/settle/decide/planted-hen.ts`,
    "import { egg } from './planted-egg.ts';\n\nexport const hen = (): unknown => egg;",
  ),
  cruise('testkit-stays-in-tests', 'Use the adapter')(
    'app built on the in-memory store',
    'packages/app/src/planted-testkit.ts',
    "export * as kit from '@ordermesh/testkit';",
  ),
  cruise('nobody-imports-app', 'Move the shared part into core or testkit')(
    'a package that imports app',
    'packages/twin/src/planted-app.ts',
    "export * as app from '@ordermesh/app';",
  ),
  cruise('adapters-knows-its-place', 'let app bring it together')(
    'an adapter that imports the client library',
    'packages/adapters/src/planted-sdk.ts',
    "export * as sdk from '@ordermesh/sdk';",
  ),
  cruise('packages-have-front-doors', 'never a relative path')(
    'a relative path into another package',
    'packages/adapters/src/planted-relative.ts',
    "export { nodeId } from '../../core/src/words/index.ts';",
  ),
  cruise('pg-lives-in-adapters', 'adapters implements it')(
    'a database driver in app',
    'packages/app/src/planted-driver.ts',
    "export { Client } from 'pg';",
  ),
  cruise('fastify-lives-in-app', 'app implements it')(
    'an HTTP server in an adapter',
    'packages/adapters/src/planted-server.ts',
    "export { fastify } from 'fastify';",
  ),
  cruise('sdk-borrows-types-only', 'write `import type`')(
    'a client library that runs code of core',
    'packages/sdk/src/planted-value.ts',
    "export { nodeId } from '@ordermesh/core/words';",
  ),
  cruise('sdk-borrows-words-only', 'nothing that runs')(
    'a client library that knows a room',
    'packages/sdk/src/planted-room.ts',
    "export type { StockPosition } from '@ordermesh/core/stock';",
  ),
  cruise('imports-resolve', 'Mend the path')(
    'an import that leads nowhere',
    'packages/adapters/src/planted-nowhere.ts',
    "export { gone } from './planted-gone.ts';",
  ),
];

const tidy = (rule: string, remedy: string) => plant('tidy', rule, remedy);

const house: readonly Plant[] = [
  tidy('undocumented-door', '@packageDocumentation')(
    'a door that does not say what the room is for',
    `${core}/planted-room/index.ts`,
    "export { plantedStranger } from './planted-stranger.ts';",
  ),
  tidy('undocumented-export', 'give plantedStranger a docstring')(
    'an export of a door without a docstring',
    `${core}/planted-room/index.ts`,
    "export { plantedStranger } from './planted-stranger.ts';",
  ),
  tidy('star-export', 'name each thing')(
    'a star export',
    `${core}/settle/decide/planted-star.ts`,
    "export * from './planted-egg.ts';",
  ),
  tidy('unit-less-name', 'costMinor')(
    'a cost without a unit',
    `${core}/route/decide/planted-cost.ts`,
    'export type PlantedOffer = { readonly cost: number };',
  ),
  tidy('fractional-count', 'integers')(
    'money with a fraction',
    `${core}/route/decide/planted-fraction.ts`,
    'export const plantedFee = { costMinor: 12.99 };',
  ),
  tidy('date-object', 'epoch ms UTC')(
    'an instant as a Date',
    `${core}/promise/decide/planted-date.ts`,
    'export type PlantedPromise = { readonly by: Date };',
  ),
  tidy('refusal-reason', 'kebab-case')(
    'a reason that is not a name',
    `${core}/release/decide/planted-reason.ts`,
    "export const plantedRefusal = { reason: 'After cut-off!' };",
  ),
  tidy('sql-outside-adapters', 'behind the store port')(
    'SQL outside adapters',
    'packages/app/src/planted-sql.ts',
    "export const plantedList = 'select id from orders order by id limit 10';",
  ),
  tidy('pasted-sql-parameter', 'as a parameter')(
    'a parameter pasted into SQL',
    'packages/adapters/src/planted-paste.ts',
    'export const plantedQuery = (id: string): string => `select id from orders where id = \'${id}\'`;',
  ),
  tidy('unfinished-work', 'finish it')(
    'unfinished work',
    `${core}/learn/decide/planted-unfinished.ts`,
    `// ${'TO' + 'DO'}: the rest\nexport const plantedRest = 1;`,
  ),
  tidy('focused-test', 'remove .only')(
    'a test that silences its neighbours',
    `${core}/learn/decide/planted-focus.test.ts`,
    `import { expect, it } from 'vitest';\n\nit.${'only'}('alone', () => {\n  expect(1).toBe(1);\n});`,
  ),
  tidy('long-file', 'split it by meaning')(
    'a file longer than 300 lines',
    `${core}/learn/decide/planted-long.ts`,
    Array.from({ length: 301 }, (_, i) => `export const plantedLine${i} = ${i};`).join('\n'),
  ),
  tidy('vague-name', 'trade word')(
    'a file named after nothing',
    `${core}/learn/decide/utils.ts`,
    'export const plantedUtility = 1;',
  ),
  tidy('strange-room', 'goes into decide/')(
    'a sixth thing in a room',
    `${core}/track/planted-sixth.ts`,
    'export const plantedSixth = 6;',
  ),
  tidy('dangling-adr', 'write it or mend the number')(
    'a reason that nobody wrote',
    `${core}/track/decide/planted-adr.ts`,
    `/** See ADR ${'9999'}. */\nexport const plantedWhy = 1;`,
  ),
  tidy('machine-path', 'from the root of the repository')(
    'a path of one machine',
    `${core}/track/decide/planted-machine.ts`,
    `export const plantedPlace = '/${'home'}/someone/orders.json';`,
  ),
];

/** Every violation that is planted. */
export const plants: readonly Plant[] = [...lint, ...walls, ...house];
