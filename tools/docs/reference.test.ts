import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

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
});
