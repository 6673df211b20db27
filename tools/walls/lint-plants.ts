import { caughtBy, core } from './plant.ts';
import type { Plant } from './plant.ts';

const syntax = (remedy: string) => caughtBy('lint', 'no-restricted-syntax', remedy);
const global = caughtBy('lint', 'no-restricted-globals', 'name the need as a port');

/** What the linter must catch. */
export const lintPlants: readonly Plant[] = [
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
  caughtBy('lint', '@typescript-eslint/no-explicit-any', 'Specify a different type')(
    'an any',
    `${core}/track/decide/planted-any.ts`,
    'export const open = (parcel: any): boolean => parcel === undefined;',
  ),
  caughtBy('lint', '@typescript-eslint/no-non-null-assertion', 'non-null assertion')(
    'a promise to the compiler that nobody keeps',
    `${core}/track/decide/planted-bang.ts`,
    'export const first = (all: readonly string[]): string => all[0]!;',
  ),
  caughtBy('lint', '@typescript-eslint/switch-exhaustiveness-check', 'dc')(
    'a switch that forgets a case',
    `${core}/network/decide/planted-switch.ts`,
    "export function hours(kind: 'store' | 'dc'): number {\n  switch (kind) {\n    case 'store':\n      return 2;\n  }\n  return 0;\n}",
  ),
  caughtBy('lint', '@typescript-eslint/consistent-type-imports', 'import type')(
    'a type imported as a value',
    `${core}/reserve/decide/planted-import.ts`,
    "import { OrderId } from '../../words/index.ts';\n\nexport const same = (a: OrderId, b: OrderId): boolean => a === b;",
  ),
  caughtBy('lint', '@typescript-eslint/no-floating-promises', 'awaited')(
    'a promise that nobody waits for',
    'packages/adapters/src/planted-floating.ts',
    'export function send(post: () => Promise<void>): void {\n  post();\n}',
  ),
  caughtBy('lint', 'id-denylist', 'restricted')(
    'a word that says nothing',
    `${core}/intake/decide/planted-word.ts`,
    'export const size = (data: string): number => data.length;',
  ),
  caughtBy('lint', 'max-params', 'too many parameters')(
    'four parameters',
    `${core}/stock/decide/planted-params.ts`,
    'export const sum = (a: number, b: number, c: number, d: number): number => a + b + c + d;',
  ),
  caughtBy('lint', 'complexity', 'Maximum allowed is 10')(
    'a function with eleven ways through',
    `${core}/stock/decide/planted-complexity.ts`,
    `export function step(at: number): number {\n${Array.from({ length: 11 }, (_, i) => `  if (at === ${i}) return ${i};`).join('\n')}\n  return at;\n}`,
  ),
  caughtBy('lint', 'max-lines-per-function', 'Maximum allowed is 60')(
    'a function longer than a page',
    `${core}/stock/decide/planted-long-function.ts`,
    `export function climb(from: number): number {\n  let step = from;\n${'  step += 1;\n'.repeat(60)}  return step;\n}`,
  ),
  caughtBy('lint', 'max-depth', 'Maximum allowed is 3')(
    'four nested branches',
    `${core}/stock/decide/planted-depth.ts`,
    'export function deep(at: number): number {\n  if (at > 1) {\n    if (at > 2) {\n      if (at > 3) {\n        if (at > 4) return 4;\n      }\n    }\n  }\n  return 0;\n}',
  ),
  caughtBy('lint', 'null', 'noInlineConfig')(
    'a switched-off rule',
    `${core}/stock/decide/planted-switched-off.ts`,
    '/* eslint-disable */\nexport const one = 1;',
  ),
];
