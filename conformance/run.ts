// Plays the cases against a system: `npm run conformance -- --help`.
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

import { cases } from './cases/index.ts';
import type { Adapter, Case, System } from './contract/index.ts';
import { outcomeLine, summaryLines } from './run/report.ts';
import { playCase } from './run/play.ts';
import type { Outcome } from './run/play.ts';
import { openSystem } from './systems/ordermesh/index.ts';

const help = `Plays the failures of other systems against one: npm run conformance -- --url http://127.0.0.1:4600

  --url URL       where it listens; several times for several processes on the same books
  --key KEY       API key; default: the key of the demo
  --adapter FILE  speaks another system's language; default: ordermesh
  --only C1,C7    these cases, or groups: --only A,F
  --json          one JSON value a case instead of the table
  --list          names the cases and ends

Use a system for tests: nodes, items and orders are added and stay.
Exit code: 0 all hold or do not apply, 1 one is broken or failed, 64 wrong use.`;

const { values: asked } = parseArgs({
  options: {
    url: { type: 'string', multiple: true },
    key: { type: 'string', default: 'om_test_demo' },
    adapter: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  if (asked.help) {
    console.log(help);
    return 0;
  }
  const chosen = chosenCases(asked.only);
  if ('unknown' in chosen) return wrongUse(`--only: there is no case or group "${chosen.unknown}"`);
  if (asked.list) {
    for (const { id, situation } of chosen.some) console.log(`${id.padEnd(4)}${situation}`);
    return 0;
  }
  if (!asked.url) return wrongUse('--url is missing');
  const open = asked.adapter === undefined ? openSystem : await adapterOf(asked.adapter);
  const shop = await open({ urls: asked.url, key: asked.key });
  return playAll(shop, chosen.some);
}

async function playAll(shop: System, chosen: readonly Case[]): Promise<number> {
  console.error(`${shop.name}, ${String(shop.doors)} process(es), ${String(chosen.length)} cases`);
  const run = randomBytes(3).toString('hex');
  const outcomes: Outcome[] = [];
  for (const one of chosen) {
    const outcome = await playCase(shop, one, run);
    outcomes.push(outcome);
    const { played, ...told } = outcome;
    console.log(
      asked.json
        ? JSON.stringify({ id: played.id, ...told })
        : `[${String(outcomes.length)}/${String(chosen.length)}] ${outcomeLine(outcome)}`,
    );
  }
  if (!asked.json) console.log(['', ...summaryLines(outcomes)].join('\n'));
  return outcomes.every(({ verdict }) => verdict === 'holds' || verdict === 'not applicable')
    ? 0
    : 1;
}

function wrongUse(why: string): number {
  console.error(`${why}\n\n${help}`);
  return 64;
}

/** @returns the cases, or which word names none */
function chosenCases(
  only: string | undefined,
): { readonly some: readonly Case[] } | { readonly unknown: string } {
  if (only === undefined) return { some: cases };
  const words = only.split(',');
  const names = ({ id, group }: Case): readonly string[] => [id, group];
  const unknown = words.find((word) => !cases.some((one) => names(one).includes(word)));
  if (unknown !== undefined) return { unknown };
  return { some: cases.filter((one) => names(one).some((name) => words.includes(name))) };
}

async function adapterOf(file: string): Promise<Adapter['openSystem']> {
  const module = (await import(pathToFileURL(resolve(file)).href)) as Partial<Adapter>;
  if (!module.openSystem) throw new Error(`${file} does not export openSystem`);
  return module.openSystem;
}
