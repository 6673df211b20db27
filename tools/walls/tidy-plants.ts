import { caughtBy, core } from './plant.ts';
import type { Plant } from './plant.ts';

const tidy = (rule: string, remedy: string) => caughtBy('tidy', rule, remedy);

/** What the house rules must catch. */
export const tidyPlants: readonly Plant[] = [
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
  tidy('runaway-regex', 'doubles with each character')(
    'an expression that a text can make run for ever',
    `${core}/intake/decide/planted-doubling.ts`,
    'export const plantedCode = /^(\\w+\\s?)*$/;',
  ),
  tidy('runaway-regex', 'length^2')(
    'an expression that a long text makes slow',
    'packages/app/src/planted-slow.ts',
    "export const plantedTrim = (text: string): string => text.replace(/\\s+$/, '');",
  ),
  tidy('runaway-regex', 'instead of building it from')(
    'an expression made from who knows what',
    'packages/app/src/planted-built.ts',
    'export const plantedSearch = (word: string): RegExp => new RegExp(`^${word}$`);',
  ),
  tidy('sql-outside-adapters', 'behind the store port')(
    'SQL outside adapters',
    'packages/app/src/planted-sql.ts',
    "export const plantedList = 'select id from orders order by id limit 10';",
  ),
  tidy('pasted-sql-parameter', 'as a parameter')(
    'a parameter pasted into SQL',
    'packages/adapters/src/planted-paste.ts',
    "export const plantedQuery = (id: string): string => `select id from orders where id = '${id}'`;",
  ),
  tidy('unfinished-work', 'finish it')(
    'unfinished work',
    `${core}/learn/decide/planted-unfinished.ts`,
    '// TODO: the rest\nexport const plantedRest = 1;',
  ),
  tidy('focused-test', 'remove .only')(
    'a test that silences its neighbours',
    `${core}/learn/decide/planted-focus.test.ts`,
    `import { expect, it } from 'vitest';\n\nit.only('alone', () => {\n  expect(1).toBe(1);\n});`,
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
    '/** See ADR 9999. */\nexport const plantedWhy = 1;',
  ),
  tidy('machine-path', 'from the root of the repository')(
    'a path of one machine',
    `${core}/track/decide/planted-machine.ts`,
    "export const plantedPlace = '/home/someone/orders.json';",
  ),
  tidy('crowded-folder', 'group them by meaning')(
    'a folder with thirteen files',
    `${core}/track/views/planted-12.ts`,
    'export const plantedTwelve = 12;',
  ),
  tidy('unequal-readmes', 'the same sections')(
    'a translation that tells less',
    'README.zh-CN.md',
    '# ordermesh',
  ),
];
