/**
 * A process that runs schedules on a house with one planted bug, until an invariant breaks. Started by `hunt.ts`: a bug
 * is planted by a loader before the house is loaded, so each needs a process of its own.
 */
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

import { plant } from './bug.ts';
import type { HuntAsk, HuntResult } from './hunt.ts';

/** Serves one module from a text, all others as they are. */
const loader = `
let planted;
export async function initialize(given) { planted = given; }
export async function load(url, context, next) {
  if (planted === undefined || url.split('?')[0] !== planted.url) return next(url, context);
  return { format: 'module', source: planted.source, shortCircuit: true };
}`;

process.once('message', (ask: HuntAsk) => {
  hunt(ask).then(
    (result) => {
      process.send?.(result, () => process.exit(0));
    },
    (failure: unknown) => {
      process.send?.({ outcome: 'threw', message: String(failure), seeds: 0 }, () =>
        process.exit(0),
      );
    },
  );
});

async function hunt(ask: HuntAsk): Promise<HuntResult> {
  if (ask.bug) await plantIn(ask);
  const { runSchedule } = await import('@ordermesh/twin');
  const { twinWebhooks: webhooks } = await import('@ordermesh/app/webhooks');
  for (let ix = 0; ix < ask.seeds; ix += 1) {
    const seed = ask.from + ix;
    const { violations } = await runSchedule({
      ...{ seed, hours: 4, customers: ask.customers, webhooks },
    });
    const [first] = violations;
    if (first)
      return {
        outcome: 'killed',
        seeds: ix + 1,
        seed,
        by: first.invariant,
        numbers: first.numbers,
      };
  }
  return { outcome: 'survived', seeds: ask.seeds };
}

async function plantIn({ bug, root }: HuntAsk): Promise<void> {
  if (!bug) return;
  const isSource = import.meta.url.endsWith('.ts');
  const { default: ts } = await import('typescript');
  const file = new URL(bug.file, pathToFileURL(`${root}/`));
  const planted = plant(readFileSync(file, 'utf8'), bug);
  const { outputText } = ts.transpileModule(planted, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      rewriteRelativeImportExtensions: !isSource,
    },
  });
  const url = isSource ? file.href : file.href.replace('/src/', '/dist/').replace(/\.ts$/, '.js');
  register(`data:text/javascript,${encodeURIComponent(loader)}`, {
    data: { url, source: outputText },
  });
}
