import { describe, expect, it } from 'vitest';
import { clockOf, coordinatesOf, hoursOf, lanesOf, minorOf, priceText } from './forms.ts';

const [shop, half]: readonly (readonly [number, number])[] = [
  [540, 1_200],
  [600, 960],
];

describe('what people write', () => {
  it('as opening hours becomes a week, in English and Chinese; days that are not named are closed', () => {
    const week = [[shop], [shop], [shop], [shop], [shop], [half], []];
    expect(hoursOf('Mon-Fri 09:00-20:00; Sat 10:00-16:00')).toEqual(week);
    expect(hoursOf('周一-周五 9:00-20:00；周六 10:00–16:00')).toEqual(week);
    expect(hoursOf('Mon 09:00-12:00; Mon 13:00-18:00')?.[0]).toEqual([
      [540, 720],
      [780, 1_080],
    ]);
    expect(hoursOf('always')).toEqual(Array.from({ length: 7 }, () => [[0, 1_440]]));
  });

  it.each([
    'Mon-Fri',
    'Fri-Mon 09:00-20:00',
    'Mon 20:00-09:00',
    'Mon 09:00-12:00; Mon 11:00-18:00',
    'Mon-Wed-Fri 09:00-20:00',
    'Mon 09:00-24:30',
    '',
  ])('is refused when it is no opening hours: %j', (text) => {
    expect(hoursOf(text)).toBeUndefined();
  });

  it('as a time is a minute of the day', () => {
    expect(['00:00', '9:05', '24:00'].map(clockOf)).toEqual([0, 545, 1_440]);
    expect(['24:01', '9:60', '9', 'noon'].map(clockOf)).toEqual(Array(4).fill(undefined));
  });

  it('as a place is a point on the earth', () => {
    expect(coordinatesOf('-33.87, 151.22')).toEqual({ latitude: -33.87, longitude: 151.22 });
    expect(['91,0', '0,181', '1', '1;2'].map(coordinatesOf)).toEqual(Array(4).fill(undefined));
  });

  it('as lanes are distances that ascend, with hours and a price', () => {
    expect(lanesOf('300km 24h 4.90; 1500 km 48 h 7')).toEqual([
      { kmMax: 300, hours: 24, price: '4.90' },
      { kmMax: 1_500, hours: 48, price: '7' },
    ]);
    const wrong = ['300km 24h', '300km 24h 1; 300km 30h 2', '300km 0h 1', '24h 300km 1', ''];
    expect(wrong.map(lanesOf)).toEqual(Array(5).fill(undefined));
  });

  it('as a price counts in minor units of its currency, and comes back as written', () => {
    expect([minorOf('4.90', 2), minorOf('4.9', 2), minorOf('1200', 0)]).toEqual([490, 490, 1_200]);
    expect([minorOf('4.999', 2), minorOf('12.5', 0)]).toEqual([undefined, undefined]);
    expect([priceText(490, 2), priceText(1_200, 0)]).toEqual(['4.90', '1200']);
  });
});
