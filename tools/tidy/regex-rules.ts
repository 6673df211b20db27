import type { Finding, HouseFile } from './house.ts';
import { isTest } from './house.ts';
import { expressionsIn, growthOf } from './regex/index.ts';
import type { Expression } from './regex/index.ts';

/** What meets strangers' texts; everything else reads texts of the house. */
const meetsStrangers = /^packages\/[^/]+\/src\//;
const code = /[.](ts|tsx|mjs|js)$/;

/** Builds expressions from patterns of the API's schemas, each of which is proved where it is written. */
const builders = new Set(['packages/app/src/http/testing/fuzz/shape.ts']);

/** Expressions that a text could make run away, or of which nobody can tell. */
export function regexFindings({ path, text }: HouseFile): Finding[] {
  if (!code.test(path)) return [];
  const degreeMax = meetsStrangers.test(path) && !isTest(path) ? 1 : 2;
  return expressionsIn(path, text).flatMap(({ line, expression }) => {
    const remedy = remedyFor(expression, { path, degreeMax });
    return remedy === undefined ? [] : [{ path, line, rule: 'runaway-regex', remedy }];
  });
}

function remedyFor(
  expression: Expression,
  { path, degreeMax }: { readonly path: string; readonly degreeMax: number },
): string | undefined {
  if ('builtBy' in expression)
    return builders.has(path)
      ? undefined
      : `write the expression down instead of building it from ${expression.builtBy}, so that it can be proved, or read the text without one`;
  const growth = growthOf(expression.source, expression.flags);
  const named = `/${expression.source}/${expression.flags}`;
  switch (growth.kind) {
    case 'unproved':
      return `${named} is outside what can be proved (${growth.because}): write it plainer, or read the text without it`;
    case 'exponential':
      return `${named} can take time that doubles with each character: let no two loops read the same text`;
    case 'power':
      return growth.degree <= degreeMax
        ? undefined
        : `${named} can take time that grows with length^${growth.degree}: anchor it, bound its loops, or let them read different characters`;
  }
}
