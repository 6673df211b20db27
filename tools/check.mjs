// `npm run check`: every machine check of the house, cheap ones first, the long lint beside them. `npm run check -- lint
// types` runs some.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

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

const asked = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const lanes = [
  asked.filter(({ name }) => name !== 'lint'),
  asked.filter(({ name }) => name === 'lint'),
];
const failed = (await Promise.all(lanes.map(failedOf))).flat();

if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exit(1);
}
console.log('check passed');

/**
 * Runs steps one after another.
 *
 * @param {typeof steps} lane
 */
async function failedOf(lane) {
  const names = [];
  for (const { name, remedy } of lane) if (!(await passes(name, remedy))) names.push(name);
  return names;
}

/**
 * Runs one npm script; its output is shown only when it failed.
 *
 * @param {string} name
 * @param {string} remedy
 */
async function passes(name, remedy) {
  const startedAt = Date.now();
  const script = spawn('npm', ['run', '--silent', name], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  const ended = new Promise((resolve) => script.once('close', resolve));
  const [stdout, stderr, status] = await Promise.all([
    text(script.stdout),
    text(script.stderr),
    ended,
  ]);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.log(`${status === 0 ? '✓' : '✗'} ${name.padEnd(14)}${seconds} s`);
  if (status === 0) return true;
  console.error(`${stdout}${stderr}`.trimEnd());
  console.error(`→ ${name}: ${remedy}\n`);
  return false;
}
