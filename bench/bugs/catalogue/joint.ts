import type { PlantedBug } from '../bug.ts';

const together = 'packages/core/src/hub/joint/decide-together.ts';

/** New orders of a batch that exchange nodes. */
export const jointBugs: readonly PlantedBug[] = [
  {
    name: 'an exchange in a batch leaves the old nodes booked on the board',
    file: together,
    find: '  for (const unit of old) board.unbook(unit, undefined);\n',
    replace: '',
    like: ['C17', 'C30'],
  },
];
