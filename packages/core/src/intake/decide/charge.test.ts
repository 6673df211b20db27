import { describe, expect, it } from 'vitest';

import { itemId } from '../../words/index.ts';
import { chargeFor } from './charge.ts';

const cheese = {
  lineNo: 1,
  itemId: itemId('CHEESE'),
  quantityUnits: 500,
  priceMinor: 2500,
  taxMinor: 250,
};

describe('a weighed line', () => {
  it('is charged by its weight where it is lighter', () => {
    expect(chargeFor(cheese, 480, 0)).toEqual({ priceMinor: 2400, taxMinor: 240 });
  });

  it('is never charged above what was agreed', () => {
    expect(chargeFor(cheese, 520, 0)).toEqual({ priceMinor: 2500, taxMinor: 250 });
  });

  it('is charged only for what was not cancelled', () => {
    expect(chargeFor(cheese, 520, 200)).toEqual({ priceMinor: 1500, taxMinor: 150 });
    expect(chargeFor(cheese, 490, 200)).toEqual({ priceMinor: 1450, taxMinor: 145 });
  });
});
