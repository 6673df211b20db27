import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A part of the name of a test, unique in the house; or `scenario:<name>`. */
export type Proof = string;

let known: readonly { readonly path: string; readonly text: string }[] | undefined;

/** Every test of the house, read once. */
const tests = (): NonNullable<typeof known> =>
  (known ??= ['packages', 'scenarios', 'conformance', 'bench']
    .flatMap(testsUnder)
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') })));

function testsUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testsUnder(path);
    return entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

/**
 * A proof as a link. The page cannot be written when no test (or several) have the name, so that no link rots.
 *
 * @throws Error naming what is missing
 */
function proofLink(proof: Proof): string {
  const scenario = /^scenario:(.+)$/.exec(proof)?.[1];
  if (scenario !== undefined) {
    const path = `scenarios/${scenario}.ts`;
    if (!existsSync(path)) throw new Error(`There is no ${path}: mend tools/reference.`);
    return `[scenario ${scenario}](../../${path})`;
  }
  const [found, ...others] = tests().filter(({ text }) => text.includes(proof));
  if (!found || others.length > 0)
    throw new Error(
      `"${proof}" names ${found ? `${String(others.length + 1)} tests` : 'no test'}: mend tools/reference.`,
    );
  return `[${proof}](../../${found.path})`;
}

/** Several proofs, one under the other. */
export const proofLinks = (proofs: readonly Proof[]): string =>
  proofs.length === 0 ? '–' : proofs.map(proofLink).join('<br>');
