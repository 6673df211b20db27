// `npm run check`: every machine check of the house, cheap ones first. `npm run check -- lint types` runs some.
import { spawnSync } from 'node:child_process';

/** @type {readonly { name: string; remedy: string }[]} */
const steps = [
  { name: 'format:check', remedy: 'npm run format' },
  {
    name: 'walls',
    remedy:
      'each finding names its remedy; the plan is tools/corridor.mjs and docs/ARCHITECTURE.md',
  },
  { name: 'dead', remedy: 'delete what nobody uses, or use it; entries are listed in knip.json' },
  { name: 'types', remedy: 'mend the types; no any, no !, no ts-ignore' },
  { name: 'api', remedy: 'read the change as a reviewer would, then: npm run api -- --update' },
  { name: 'docs', remedy: 'mend the prose or the code; npm run picture redraws ARCHITECTURE.md' },
  { name: 'tidy', remedy: 'each finding names its remedy; the rules are in tools/tidy' },
  { name: 'lint', remedy: 'each message names its remedy; docs/STYLE.md tells why' },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `No such check: ${unknown.join(', ')}. There are: ${steps.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(64);
}

const failed = steps
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  .filter(({ name, remedy }) => !passes(name, remedy))
  .map(({ name }) => name);

if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exit(1);
}
console.log('check passed');

/**
 * Runs one npm script; its output is shown only when it failed.
 *
 * @param {string} name
 * @param {string} remedy
 */
function passes(name, remedy) {
  const startedAt = Date.now();
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', name], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.log(`${status === 0 ? '✓' : '✗'} ${name.padEnd(14)}${seconds} s`);
  if (status === 0) return true;
  console.error(`${stdout}${stderr}`.trimEnd());
  console.error(`→ ${name}: ${remedy}\n`);
  return false;
}
