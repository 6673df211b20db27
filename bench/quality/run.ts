/**
 * `npm run quality`: how good decisions are, against published rules and against the hindsight bound, every baseline
 * in the same run. Writes a table to the terminal and one self-contained page.
 *
 *   npm run quality                       everything
 *   npm run quality -- NAME …             the named parts
 *   npm run quality -- --seed 7           other chance
 *   npm run quality -- --placements 1     one seed of stock placement in place of three: quicker, wider intervals
 *   npm run quality -- --smoke            small counts: shows that it works, the figures mean little
 *   npm run quality -- --out FILE.html    where the page goes; default: quality.html
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { pageOf } from './page.ts';
import type { PageSection } from './page.ts';
import { DataAbsent } from './section.ts';
import type { QualitySection } from './section.ts';
import { qualitySections } from './sections.ts';
import { missedOf, printReport } from './terminal.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '20261126' },
    placements: { type: 'string', default: '3' },
    smoke: { type: 'boolean', default: false },
    out: { type: 'string', default: 'quality.html' },
    folder: { type: 'string', default: '../shared/data' },
  },
});
const seed = Number(values.seed);
const unknown = positionals.filter((name) => !qualitySections.some((one) => one.name === name));
if (unknown.length > 0) {
  const names = qualitySections.map(({ name }) => name).join(', ');
  console.error(`Unknown part: ${unknown.join(', ')}. There are: ${names}.`);
  process.exit(2);
}

const done: PageSection[] = [];
const missed: string[] = [];
for (const section of qualitySections)
  if (positionals.length === 0 || positionals.includes(section.name)) await walk(section);
writeFileSync(
  values.out,
  pageOf(done, { seed, madeAt: new Date().toISOString(), command: commandLine() }),
);
console.log(`\nseed ${String(seed)} · page: ${values.out}`);
for (const line of missed) console.log(`misses its target: ${line}`);
process.exit(missed.length > 0 && !values.smoke ? 1 : 0);

async function walk(section: QualitySection): Promise<void> {
  const startedMs = performance.now();
  console.log(`\n${section.title}`);
  try {
    const report = await section.run({
      seed,
      isSmoke: values.smoke,
      placements: Number(values.placements),
      dataFolder: resolve(values.folder),
      onProgress: progressBar(),
    });
    printReport(report);
    done.push({ title: section.title, report });
    missed.push(...missedOf(report));
    console.log(`  ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
  } catch (failure) {
    if (!(failure instanceof DataAbsent)) throw failure;
    console.log(`  skipped: ${failure.message}`);
  }
}

function progressBar(): (share: number, what: string) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (share, what) => {
    const full = Math.round(share * 30);
    const end = share >= 1 ? '\r\x1b[K' : '';
    process.stderr.write(`\r\x1b[K  ${'█'.repeat(full)}${'░'.repeat(30 - full)} ${what}${end}`);
  };
}

function commandLine(): string {
  return ['npm run quality --', ...process.argv.slice(2)].join(' ');
}
