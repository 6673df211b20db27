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

/** Where the rooms are. */
export const core = 'packages/core/src';

/** Begins a plant with what must be said about it; goes on with its story, its place and its text. */
export const caughtBy =
  (judge: Judge, rule: string, remedy: string) =>
  (title: string, path: string, text: string): Plant => ({
    title,
    path,
    text: `${text}\n`,
    judge,
    rule,
    remedy,
  });
