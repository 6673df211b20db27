import { describe, expect, it } from 'vitest';

import { expressionsIn, growthOf } from './index.ts';

/** Bad expressions stand here as texts, so that the house's own check does not find them. */
const told = (source: string, flags = ''): string => {
  const growth = growthOf(source, flags);
  return growth.kind === 'power' ? `length^${growth.degree}` : growth.kind;
};

describe('how the time of an expression can grow', () => {
  it.each([
    [String.raw`^[a-z][a-z-]*$`, ''],
    [String.raw`a+`, 'g'],
    [String.raw`om_live_[\w-]+`, ''],
    [String.raw`^https?:\/\/[^/]+\/id\/[a-z-]+\/[^/?#]+(?:\/.+)?$`, ''],
    [String.raw`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`, ''],
    [String.raw`^\d+$`, 'm'],
    [String.raw`^(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$`, ''],
    [String.raw`^[^\s\p{Cc}]+$`, 'u'],
    [String.raw`x*y*z*`, ''],
    [String.raw`^(a*)*`, ''],
  ])('is linear for %s %s', (source, flags) => {
    expect(told(source, flags)).toBe('length^1');
  });

  it.each([
    [String.raw`a+$`, ''],
    [String.raw`\s+x`, ''],
    [String.raw`\B(?=(\d{3})+$)`, 'g'],
    [String.raw`^(a+){2}$`, ''],
    [String.raw`(?:.(?:a*b)?)*`, ''],
    [String.raw`\/\*.*?\*\/`, 's'],
    [String.raw`^\s*x`, 'm'],
  ])('is the square for %s %s', (source, flags) => {
    expect(told(source, flags)).toBe('length^2');
  });

  it('is a higher power with every further loop over the same text', () => {
    expect(told(String.raw`^a*a*a*$`)).toBe('length^3');
    expect(told(String.raw`^.*.*.*=.*$`)).toBe('length^4');
  });

  it.each([
    [String.raw`^(a+)+$`, ''],
    [String.raw`(a|a)*b`, ''],
    [String.raw`(a|aa)+$`, ''],
    [String.raw`^(\w+\s?)*$`, ''],
    [String.raw`(.*)*x`, 's'],
    [String.raw`^([a-z]{1,30}){1,30}$`, ''],
    [String.raw`^(a?){30}a{30}$`, ''],
    [String.raw`^(?=(\w+)+;)`, ''],
    [String.raw`^(K|k)+$`, 'i'],
  ])('doubles for %s %s', (source, flags) => {
    expect(told(source, flags)).toBe('exponential');
  });

  it.each([
    [String.raw`(a+)b\1`, ''],
    [String.raw`(?<=a+)b`, ''],
    [String.raw`[\p{L}--[a-z]]`, 'v'],
  ])('is not proved for %s', (expression) => {
    expect(told(expression)).toBe('unproved');
  });
});

describe('expressions of a file', () => {
  const found = (text: string) => expressionsIn('one.ts', text).map(({ expression }) => expression);

  it('are its literals, what RegExp makes of constant texts, and patterns of schemas', () => {
    expect(found('const a = b.match(/x\\/y/gi);')).toEqual([{ source: 'x\\/y', flags: 'gi' }]);
    expect(found("const sign = 'a' + '|b'; new RegExp(`^(${sign})$`, 'u');")).toEqual([
      { source: '^(a|b)$', flags: 'u' },
    ]);
    expect(found('RegExp(String.raw`\\d+`);')).toEqual([{ source: '\\d+', flags: '' }]);
    expect(found("Type.String({ pattern: '^\\\\d+$' });")).toEqual([
      { source: '^\\d+$', flags: 'u' },
    ]);
  });

  it('are told as built where the text depends on something', () => {
    expect(found('const f = (sign: string) => new RegExp(sign);')).toEqual([{ builtBy: 'sign' }]);
    expect(found("let sign = 'a'; new RegExp(sign);")).toEqual([{ builtBy: 'sign' }]);
    expect(found('const f = (pattern: string) => Type.String({ pattern });')).toEqual([
      { builtBy: 'pattern' },
    ]);
  });
});
