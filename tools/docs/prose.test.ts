import { describe, expect, it } from 'vitest';

import { blocksOf, commandsOf, npmScript, ordermeshWords, relativeLinks } from './prose.ts';

describe('reading prose', () => {
  it('takes blocks of exactly one language and leaves forms to fill in', () => {
    const text = '```ts\nrun();\n```\n\n```ts template\nfill();\n```\n\n```sh\nnpm test\n```\n';
    expect(blocksOf('ts', 'a.md', text).map(({ code }) => code)).toEqual(['run();\n']);
  });

  it('splits joined commands and drops remarks', () => {
    expect(commandsOf('npm ci && npm start # both\n\n# alone\nordermesh demo | head')).toEqual([
      'npm ci',
      'npm start',
      'ordermesh demo',
      'head',
    ]);
  });

  it('joins a command that goes on in the next line', () => {
    expect(commandsOf('ordermesh serve \\\n  --port 4600')).toEqual([
      'ordermesh serve --port 4600',
    ]);
  });

  it.each([
    ['ordermesh orders get ord_1 --json', ['orders', 'get']],
    ['npx ordermesh config print --origin', ['config', 'print']],
    ['npm run ordermesh -- scenario olist --seed 7', ['scenario', 'olist']],
    ['node packages/app/bin/ordermesh.mjs doctor', ['doctor']],
    ['curl localhost:4600/v1/orders', undefined],
  ])('reads the verbs of: %s', (command, words) => {
    expect(ordermeshWords(command)).toEqual(words);
  });

  it.each([
    ['npm test', 'test'],
    ['npm run --silent check -- lint', 'check'],
    ['npm run test:servers', 'test:servers'],
    ['npm ci', undefined],
  ])('reads the script of: %s', (command, script) => {
    expect(npmScript(command)).toBe(script);
  });

  it('follows links inside the house and leaves the web and code alone', () => {
    const text = '[a](docs/a.md#b) [w](https://example.org)\n```ts\nx[0](y)\n```\n';
    expect(relativeLinks(text)).toEqual(['docs/a.md#b']);
  });
});
