import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { cases } from '../../conformance/cases/index.ts';
import { referencePages } from '../reference.ts';

const pages = await referencePages();

describe('the reference', () => {
  it.each(pages)('$path is what the code says (npm run reference writes it)', ({ path, text }) => {
    expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
  });

  it.each([
    ['facts.md', '| `picked` | `picking` `ADD` in a `TransactionEvent` | `in_progress` |'],
    ['facts.md', '| `delivered` | Delivered | 已送达 |'],
    ['refusals.md', '`split-limit`'],
    ['refusals.md', '| `fenced` | `fulfilmentId`, `epoch`, `currentEpoch` |'],
  ])('%s tells that %s', (name, row) => {
    const found = pages.find(({ path }) => path.endsWith(`/${name}`))?.text ?? '';
    expect(found.replace(/ +/g, ' ')).toContain(row);
  });

  it('has each of the 55 conformance cases once, on the page and among the cases', () => {
    const all = Array.from({ length: 55 }, (_, ix) => `C${String(ix + 1)}`);
    const text = pages.find(({ path }) => path.endsWith('/conformance.md'))?.text ?? '';
    const rows = [...text.matchAll(/^\| (C\d+) /gm)].map(([, id]) => id);
    const inOrder = rows.sort((a, b) => Number(a?.slice(1)) - Number(b?.slice(1)));
    expect(inOrder).toEqual(all);
    expect(cases.map(({ id }) => id)).toEqual(all);
  });
});
