import type { Finding, HouseFile } from './house.ts';

/** A pattern that no line of the named files may match, and what to write instead. */
type Ban = { rule: string; find: RegExp; where: RegExp; except?: RegExp; instead: string };

const tests = /[.]test[.]ts$/;
const unit = '(price|cost|distance|duration|timeout|quantity)';
// Written in two halves, so that this file does not find itself.
const promises = 'TO' + 'DO|FIX' + 'ME|HA' + 'CK|XX' + 'X';

const bans: readonly Ban[] = [
  {
    rule: 'unfinished-work',
    find: new RegExp(`\\b(${promises})\\b`),
    where: /[.](ts|tsx|mjs|sql)$/,
    instead: 'finish it before it lands, or write the limit down in the docs as a fact',
  },
  {
    rule: 'unit-less-name',
    find: new RegExp(`\\b(\\w*${unit}|weight)\\??\\s*:\\s*number\\b`, 'i'),
    where: /^packages\//,
    except: tests,
    instead: 'name the unit, last: costMinor, weightGrams, distanceKm, timeoutMs, quantityEaches',
  },
  {
    rule: 'fractional-count',
    find: /\b\w*(Minor|Eaches|Grams)['"]?\s*[:=]\s*-?\d+[.]\d/,
    where: /^(packages|bench|scenarios)\//,
    except: tests,
    instead: 'money, counts and weights are integers: 1299 minor units, never 12.99',
  },
  {
    rule: 'date-object',
    find: /:\s*(readonly\s+)?Date\b(?!\.)/,
    where: /^packages\/core\/src\/.*[.]ts$/,
    except: tests,
    instead: 'an instant is a number, epoch ms UTC, named …At',
  },
  {
    rule: 'refusal-reason',
    find: /\breason:\s*'(?![a-z0-9]+(-[a-z0-9]+)*')[^']*'/,
    where: /^packages\/core\/src\/.*\/decide\/.*[.]ts$/,
    except: tests,
    instead:
      "a reason is kebab-case and closed: reason: 'after-cutoff', with the numbers beside it",
  },
  {
    rule: 'focused-test',
    find: /\b(it|test|describe)[.]only\(/,
    where: /[.]ts$/,
    instead: 'remove .only, so that the neighbours run too',
  },
  {
    rule: 'machine-path',
    find: /(^|[\s'"`(=])\/(work|home|root|Users)\/\w/,
    where: /./,
    instead: 'write paths from the root of the repository',
  },
];

/** Rules that one line of text can break. */
export function textFindings({ path, text }: HouseFile): Finding[] {
  const here = bans.filter(({ where, except }) => where.test(path) && !except?.test(path));
  return text
    .split('\n')
    .flatMap((line, i) =>
      here
        .filter(({ find }) => find.test(line))
        .map(({ rule, instead }) => ({ path, line: i + 1, rule, remedy: instead })),
    );
}
