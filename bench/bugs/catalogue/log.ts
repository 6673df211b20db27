import type { PlantedBug } from '../bug.ts';

const runner = 'packages/core/src/hub/run/runner.ts';
const follow = 'packages/core/src/hub/board/follow-log.ts';
const own = 'packages/core/src/hub/board/own-events.ts';

/** Commits, answers, and the log that others follow. */
export const logBugs: readonly PlantedBug[] = [
  {
    name: 'ack before commit',
    file: runner,
    find: '    const results = await store.commit(',
    replace:
      '    for (const { job, unit } of batch)\n      if (unit.orderAdded) job.settle({ ok: true, sequences: [] });\n    const results = await store.commit(',
    like: ['C7', 'C42'],
  },
  {
    name: 'a refusal drops the neighbours of the batch',
    file: runner,
    find: '    const result = results[ix];',
    replace: '    const result = results.find((one) => !one.ok) ?? results[ix];',
    like: ['C39'],
  },
  {
    name: 'decisions of a batch do not see each other',
    file: runner,
    find: '      board.book(unit);\n      batch.push',
    replace: '      batch.push',
    like: ['C18', 'C30'],
  },
  {
    name: 'a batch that the store did not take is told as done',
    file: runner,
    find: '    for (const { unit } of batch) board.unbook(unit, undefined);',
    replace:
      '    for (const { unit, job } of batch) {\n      board.unbook(unit, undefined);\n      job.settle({ ok: true, sequences: [] });\n    }',
    like: ['C42', 'C43'],
  },
  {
    name: 'a gap in the sequence: events before the own one are skipped',
    file: 'packages/core/src/hub/board/board.ts',
    find: '    this.own.ended(unit, result.sequences);',
    replace:
      '    this.own.ended(unit, result.sequences);\n    this.reached(result.sequences.at(-1) ?? 0);',
    like: ['C53'],
  },
  {
    name: 'the follower goes past an event whose answer is still to come',
    file: follow,
    find: '      read(ix, event.sequence - 1);\n      return false;',
    replace:
      '      if (event.sequence > 0) continue;\n      read(ix, event.sequence - 1);\n      return false;',
    like: ['C53'],
  },
  {
    name: 'own events whose answer was lost are never looked at',
    file: follow,
    find: "const own = event.origin === how.origin ? board.own.met(event) : 'unheard';",
    replace: "const own = event.origin === how.origin ? 'heard' : 'unheard';",
    like: ['C30', 'C55'],
  },
  {
    name: 'own events are folded in twice',
    file: follow,
    find: "if (own === 'heard') continue;",
    replace: "if (own === 'heard' && event.stockMoves.length > 1) continue;",
    like: ['C28', 'C55'],
  },
  {
    name: 'the log is followed by one event of each look',
    file: follow,
    find: '  for (const [ix, event] of events.entries()) {',
    replace: '  for (const [ix, event] of events.slice(0, 1).entries()) {',
    like: ['C53'],
  },
  {
    name: 'the same request at work twice hides the other commit',
    file: own,
    find: 'const left = (this.#underWay.get(id) ?? 1) - 1;',
    replace: 'const left = 0;',
    like: ['C50'],
  },
];
