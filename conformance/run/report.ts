import { groups } from '../contract/index.ts';
import type { Outcome } from './play.ts';

const marks: Readonly<Record<Outcome['verdict'], string>> = {
  holds: '✔',
  broken: '✖',
  failed: '✖',
  'not applicable': '–',
};

/** One case as a line: mark, number, verdict, what was counted. */
export function outcomeLine({ played, verdict, figures, why, tookMs }: Outcome): string {
  const head = `${marks[verdict]} ${played.id.padEnd(4)}${verdict.padEnd(15)}${String(tookMs).padStart(6)} ms  `;
  const lead = ' '.repeat(head.length);
  const lines = [played.situation, ...numbersOf({ verdict, figures }), ...(why ? [why] : [])];
  return head + lines.join('\n').replaceAll('\n', `\n${lead}`);
}

/** All figures of a case that holds in one line; of one that does not, those that are wrong come first, one a line. */
function numbersOf({ verdict, figures }: Pick<Outcome, 'verdict' | 'figures'>): readonly string[] {
  const right = figures.filter(({ is, must }) => is === must);
  const wrong = figures.filter(({ is, must }) => is !== must);
  const told = right.map(({ what, is }) => `${what} ${String(is)}`).join(', ');
  return [
    ...wrong.map(({ what, is, must }) => `${what}: ${String(is)}, must be ${String(must)}`),
    ...(told === '' ? [] : [verdict === 'holds' ? told : `right: ${told}`]),
  ];
}

/** How many of each verdict, by group and in all. */
export function summaryLines(outcomes: readonly Outcome[]): readonly string[] {
  const count = (some: readonly Outcome[], verdict: Outcome['verdict']): number =>
    some.filter((outcome) => outcome.verdict === verdict).length;
  const row = (name: string, some: readonly Outcome[]): string =>
    [
      name.padEnd(48),
      ...(['holds', 'broken', 'failed', 'not applicable'] as const).map((verdict) =>
        String(count(some, verdict)).padStart(verdict.length + 3),
      ),
    ].join('');
  const head = ''.padEnd(48) + '   holds   broken   failed   not applicable';
  return [
    head,
    ...Object.entries(groups).flatMap(([letter, name]) => {
      const some = outcomes.filter(({ played }) => played.group === letter);
      return some.length === 0 ? [] : [row(`${letter} ${name}`, some)];
    }),
    row('all', outcomes),
  ];
}
