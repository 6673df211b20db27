/** What it costs to leave work where it is, and what it costs to move it; minor units, undefined = impossible. */
export interface KeepOrMove {
  readonly keepMinor: number | undefined;
  readonly moveMinor: number | undefined;
  /** Moving must save at least this, because every move costs attention. */
  readonly gainMinMinor: number;
}

/** What was judged, with the numbers that tell why. */
export interface KeptOrMoved extends KeepOrMove {
  readonly choice: 'keep' | 'move';
  readonly because: 'cheaper' | 'gain-too-small' | 'dearer' | 'only-way' | 'no-way';
}

/**
 * Whether work is better moved: only when moving is possible and saves enough. What is equally good stays where
 * it is, so that two nodes never swap the same work to and fro.
 */
export function keepOrMove(question: KeepOrMove): KeptOrMoved {
  const { keepMinor, moveMinor, gainMinMinor } = question;
  if (moveMinor === undefined)
    return {
      ...question,
      choice: 'keep',
      because: keepMinor === undefined ? 'no-way' : 'only-way',
    };
  if (keepMinor === undefined) return { ...question, choice: 'move', because: 'only-way' };
  const gainMinor = keepMinor - moveMinor;
  if (gainMinor <= 0) return { ...question, choice: 'keep', because: 'dearer' };
  if (gainMinor < gainMinMinor) return { ...question, choice: 'keep', because: 'gain-too-small' };
  return { ...question, choice: 'move', because: 'cheaper' };
}
