import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf, throttle } from './throttle.ts';

describe('addresses of one household', () => {
  it.each([
    ['2001:db8::1', '2001:db8::2'],
    ['2001:db8::1', '2001:db8:0:0:ffff::9'],
    ['2a01:4f8::', '2a01:4f8:0:0:1:2:3:4'],
    ['2A01:04F8:0:1::1', '2a01:4f8:0:1:a:b:c:d'],
    ['fe80::1%eth0', 'fe80::2'],
    ['1::', '1:0:0:0:0:0:192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
  ])('count as one: %s and %s', (one, other) => {
    expect(networkOf(one)).toBe(networkOf(other));
  });

  it.each([
    ['2001:db8::1', '2001:db8:0:1::1'],
    ['2001:db8:1::1', '2001:db8::1:1'],
    ['1:2:3:4::', '1:2:3:5::'],
    ['192.0.2.1', '192.0.2.2'],
    ['::1', '1::'],
  ])('are told from others: %s and %s', (one, other) => {
    expect(networkOf(one)).not.toBe(networkOf(other));
  });

  it('are told by their first four groups, however the rest is written', () => {
    const group = fc.oneof(fc.constant(0), fc.nat(0xffff));
    const groups = fc.array(group, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, groups, (all, others) => {
        const full = all.map((one) => one.toString(16)).join(':');
        const neighbour = [...all.slice(0, 4), ...others.slice(4)];
        // As the system writes it: the longest run of zeros left out.
        const short = (of: readonly number[]): string =>
          new URL(`http://[${of.map((one) => one.toString(16)).join(':')}]`).hostname.slice(1, -1);
        const isMapped = short(neighbour).startsWith('::ffff:');
        expect(networkOf(short(all)) === networkOf(full) || short(all).startsWith('::ffff:')).toBe(
          true,
        );
        if (!isMapped) expect(networkOf(short(neighbour))).toBe(networkOf(full));
      }),
    );
  });
});

it('who guesses from many addresses of one network is slowed down like who has one', () => {
  const guesses = throttle(20);
  for (let ix = 1; ix <= 20; ix += 1) guesses.missed(`2001:db8::${ix.toString(16)}`, 0);
  expect(guesses.waitSeconds('2001:db8::ffff', 1_000)).toBe(59);
  expect(guesses.waitSeconds('2001:db8:0:1::1', 1_000)).toBe(0);
  expect(guesses.waitSeconds('2001:db8::ffff', 60_000)).toBe(0);
});
