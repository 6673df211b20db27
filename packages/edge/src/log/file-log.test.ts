import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LogFailure } from './edge-log.ts';
import { fileLog } from './file-log.ts';

let folder = '';
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'om-edge-log-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const newPath = (): string => join(folder, `${(files += 1)}.log`);
const written = (path: string, batches: readonly (readonly string[])[]): void => {
  const log = fileLog<string>(path);
  for (const batch of batches) log.append(batch);
  log.close();
};
const readBack = (path: string): readonly string[] => {
  const log = fileLog<string>(path);
  log.close();
  return log.kept;
};

describe('the log of an agent in a file', () => {
  it('has what was kept, in order, and goes on where the last one ended', () => {
    const path = newPath();
    written(path, [['a', 'ä\n中'], ['b']]);
    written(path, [['c']]);
    expect(readBack(path)).toEqual(['a', 'ä\n中', 'b', 'c']);
  });

  it('cuts a torn last line off, lays it aside, and writes on behind the last whole one', () => {
    const path = newPath();
    written(path, [['a'], ['torn by the power cut']]);
    truncateSync(path, readFileSync(path).length - 5);
    written(path, [['b']]);
    expect(readBack(path)).toEqual(['a', 'b']);
    expect(readFileSync(`${path}.torn`, 'utf8')).toContain('torn by the');
  });

  it('wherever a crash tears it, keeps whole batches only, all up to the tear', () => {
    const path = newPath();
    const batches = [['a'], ['b', 'c'], ['dé', 'e'], ['f']];
    const ends = batches.map((_, ix) => {
      const part = newPath();
      written(part, batches.slice(0, ix + 1));
      return readFileSync(part).length;
    });
    written(path, batches);
    const bytes = readFileSync(path);
    fc.assert(
      fc.property(fc.nat(bytes.length), (tear) => {
        const torn = newPath();
        writeFileSync(torn, bytes.subarray(0, tear));
        const whole = ends.filter((end) => end <= tear).length;
        expect(readBack(torn)).toEqual(batches.slice(0, whole).flat());
        rmSync(torn);
      }),
      { numRuns: 100, seed: 20_261_126 },
    );
  });

  it('is refused when it is damaged before its end: what follows cannot be trusted', () => {
    const path = newPath();
    written(path, [['temperature 5'], ['temperature 9'], ['answer']]);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('temperature 9', 'temperature 5'));
    expect(() => fileLog(path)).toThrow(LogFailure);
    expect(() => fileLog(path)).toThrow(/damaged at byte \d+/);
    const [first = '', , third = ''] = text.split('\n');
    writeFileSync(path, `${first}\n${third}\n${third}\n`);
    expect(() => fileLog(path)).toThrow('damaged');
  });

  it('says in which folder nothing can be kept', () => {
    expect(() => fileLog(join(folder, 'no', 'such', 'folder.log'))).toThrow('cannot be opened');
  });
});
