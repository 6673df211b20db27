import { expect, it } from 'vitest';

import { dateText } from '../../../../words/index.ts';
import { anomaliesOf } from './anomalies.ts';

const time = { firstDay: 20_000, weeksPast: 8, weeksAhead: 1, weekdays: [1, 1, 1, 1, 1, 1, 1] };
const warmOn = 25;
const weather = Array.from({ length: 56 }, (_, day) => ({
  zone: 'DE',
  day: dateText(time.firstDay + day),
  temperatureC: day === warmOn ? 18 : 8,
}));

it('a day is compared with the days around it, itself not among them', () => {
  const { days, weeks } = anomaliesOf(weather, time)('DE-BE', 'temperature') ?? {};
  expect(days?.[warmOn]).toBeCloseTo(10, 12);
  // The days around have the warm one among their 42 others.
  expect(days?.[warmOn - 1]).toBeCloseTo(-10 / 42, 12);
  expect(days?.[warmOn + 22]).toBe(0);
  expect(weeks?.[Math.floor(warmOn / 7)]).toBeCloseTo((10 - (6 * 10) / 42) / 7, 12);
});

it('a day with too few others around it counts as usual', () => {
  const few = weather.slice(0, 7);
  const { days } = anomaliesOf([...few], time)('DE', 'temperature') ?? {};
  expect(days?.every((one) => one === 0)).toBe(true);
});
