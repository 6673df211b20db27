import { describe, expect, it } from 'vitest';

import { faultOf } from './boot-check.ts';

const sound = {
  version: 150_004,
  sync: 'on',
  fsync: 'on',
  pages: 'on',
  encoding: 'UTF8',
  readonly: 'off',
};

describe('a database server', () => {
  it.each([
    [{ sync: 'off' }, 'synchronous_commit is off'],
    [{ fsync: 'off' }, 'fsync is off'],
    [{ pages: 'off' }, 'full_page_writes is off'],
    [{ version: 140_011 }, 'PostgreSQL 15'],
    [{ encoding: 'LATIN1' }, 'LATIN1'],
    [{ readonly: 'on' }, 'read-only'],
  ])('that would lose or garble what was accepted is refused: %o', (setting, word) => {
    expect(faultOf({ ...sound, ...setting }, true)).toContain(word);
  });

  it('that writes what it acknowledges is taken, whatever it promises others', () => {
    expect(faultOf(sound, true)).toBeUndefined();
    expect(faultOf({ ...sound, sync: 'remote_apply' }, true)).toBeUndefined();
    expect(faultOf({ ...sound, sync: 'off', fsync: 'off' }, false)).toBeUndefined();
  });
});
