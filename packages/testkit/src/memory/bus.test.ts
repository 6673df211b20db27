import { describe, expect, it } from 'vitest';

import { busContract, memoryBroker } from '@ordermesh/testkit';

describe('the bus in memory', () => {
  for (const { name, run } of busContract)
    it(name, () => {
      const broker = memoryBroker();
      return run({ one: broker.open(), two: broker.open() }, (actual, expected) => {
        expect(actual).toEqual(expected);
      });
    });
});
