import { cases } from '../../conformance/cases/index.ts';
import { groups } from '../../conformance/contract/index.ts';
import type { Case } from '../../conformance/contract/index.ts';
import { page, table } from './markdown.ts';

const numberOf = /^(.+)#(\d+)$/;

/** GitHub leads from the issue's address to a pull request of that number. */
function linkOf(seen: string): string {
  const [, repository, issue] = numberOf.exec(seen) ?? [];
  if (repository === undefined || issue === undefined)
    throw new Error(`"${seen}" is no repository#number: mend conformance/cases.`);
  return `[${seen}](https://github.com/${repository}/issues/${issue})`;
}

const rowOf = ({ id, situation, seenAt, isRace }: Case): readonly string[] => [
  id,
  situation,
  isRace === true ? '✔' : '',
  seenAt.map(linkOf).join('<br>'),
];

/** Failures of other systems as situations, each played against this hub by the tests and against any system by a command. */
export const conformancePage = (): string =>
  page(
    'Conformance cases',
    'Failures that happened to other systems, as situations with the end that they must have. Each is played over HTTP against the memory store by `npm test` and against two processes on one PostgreSQL by `npm run test:servers`; [the guide](../guide/conformance.md) tells how to play them against another system. Race: hinges on what happens at the same moment.',
    Object.entries(groups).map(
      ([letter, name]) =>
        `## ${letter}. ${name[0]?.toUpperCase() ?? ''}${name.slice(1)}\n\n${table(
          ['Case', 'Situation, and how it ends', 'Race', 'Seen at'],
          cases.filter(({ group }) => group === letter).map(rowOf),
        )}`,
    ),
  );
