// Checks who imports whom. A check that looked at nothing must not pass, so it also counts what it saw.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

import { rooms } from './corridor.mjs';

const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
const coreSource = 'packages/core/src';
const places = ['packages', 'tools', 'bench', 'scenarios', 'conformance'].filter((place) =>
  existsSync(place),
);

const { stdout, stderr } = spawnSync(
  process.execPath,
  [cruiser, ...places, '--config', '.dependency-cruiser.mjs', '--output-type', 'json'],
  { encoding: 'utf8', maxBuffer: 2 ** 28 },
);
if (!stdout) fail(`dependency-cruiser did not run: ${stderr}`);

/**
 * @typedef {{ from: string; to: string; rule: { name: string } }} Violation
 * @typedef {{ summary: { totalCruised: number; violations: Violation[]; ruleSetUsed: { forbidden: { name: string; comment: string }[] } }; modules: { source: string }[] }} Cruise
 */
const { summary, modules } = /** @type {Cruise} */ (JSON.parse(stdout));
const remedies = new Map(summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]));
const cruised = modules.map(({ source }) => source);

const found = [
  ...summary.violations.map(
    ({ from, to, rule }) => `${from}: ${rule.name} → ${to}\n    ${remedies.get(rule.name) ?? ''}`,
  ),
  ...roomFindings(),
];
if (summary.totalCruised === 0)
  found.push('0 modules cruised: the rules guarded nothing. Mend the paths or the TypeScript pin.');

for (const line of found) console.error(line);
console.log(`walls: ${found.length} findings in ${summary.totalCruised} modules`);
process.exit(found.length > 0 ? 1 : 0);

/** The corridor and the folders must be the same list, and every room that exists must have been seen. */
function roomFindings() {
  const folders = existsSync(coreSource)
    ? readdirSync(coreSource, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];
  const unseen = folders
    .filter((name) => rooms.includes(name))
    .filter((name) => !cruised.some((source) => source.startsWith(`${coreSource}/${name}/`)));
  const strangers = folders.filter((name) => !rooms.includes(name));
  return [
    ...(folders.some((name) => rooms.includes(name))
      ? []
      : [`${coreSource}: no room of the corridor found. Mend the path in tools/walls.mjs.`]),
    ...unseen.map(
      (name) => `${coreSource}/${name}: room-was-not-cruised. Put code in it, or remove it.`,
    ),
    ...strangers.map(
      (name) => `${coreSource}/${name}: room-outside-the-corridor. Add it to tools/corridor.mjs.`,
    ),
  ];
}

/**
 * @param {string} why
 * @returns {never}
 */
function fail(why) {
  console.error(why);
  process.exit(1);
}
