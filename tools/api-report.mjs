// Writes (--update) or checks packages/*/api.md: the public face of every door, reviewed like code.
// It reads the declarations that `npm run types` has built.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';

import ts from 'typescript';

const update = process.argv.includes('--update');
let reported = 0;
let unwell = 0;

for (const name of readdirSync('packages')) {
  const doors = doorsOf(name);
  const missing = doors.filter(({ declarations }) => !existsSync(declarations));
  for (const { declarations } of missing)
    complain(`${declarations} is not built. First: npm run types`);
  if (doors.length === 0 || missing.length > 0) continue;

  const path = `packages/${name}/api.md`;
  const now = report(doors);
  reported += 1;
  if (now === (existsSync(path) ? readFileSync(path, 'utf8') : '')) continue;
  if (update) writeFileSync(path, now);
  else
    complain(`${path} is not what the code says. Read the change, then: npm run api -- --update`);
}
if (reported === 0) complain('No door was reported. Mend the paths in tools/api-report.mjs.');
process.exit(unwell > 0 ? 1 : 0);

/** @param {string} what */
function complain(what) {
  unwell += 1;
  console.error(what);
}

/**
 * The doors of one package: its own index and, where it exports `./*`, the index of each of its rooms.
 *
 * @typedef {{ title: string; declarations: string }} Door
 * @param {string} name
 * @returns {Door[]}
 */
function doorsOf(name) {
  const source = `packages/${name}/src`;
  if (!existsSync(source)) return [];
  const { exports } = /** @type {{ exports: Record<string, unknown> }} */ (
    JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'))
  );
  const folders = readdirSync(source, { withFileTypes: true })
    .filter((entry) => './*' in exports && entry.isDirectory())
    .map((entry) => `/${entry.name}`);
  return ['', ...folders]
    .filter((folder) => existsSync(`${source}${folder}/index.ts`))
    .map((folder) => ({
      title: `@ordermesh/${name}${folder}`,
      declarations: `packages/${name}/dist${folder}/index.d.ts`,
    }));
}

/** @param {readonly Door[]} doors */
function report(doors) {
  const program = ts.createProgram(
    doors.map(({ declarations }) => declarations),
    {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      types: [],
    },
  );
  return doors
    .map(({ title, declarations }) => {
      const lines = exportsOf(program, declarations);
      return `## ${title}\n\n\`\`\`ts\n${lines.join('\n')}\n\`\`\`\n`;
    })
    .join('\n');
}

/**
 * The declarations that leave through one door, without their docstrings, sorted by text.
 *
 * @param {ts.Program} program
 * @param {string} path
 */
function exportsOf(program, path) {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const door = file && checker.getSymbolAtLocation(file);
  if (!door) return [];
  return checker
    .getExportsOfModule(door)
    .map((leaving) =>
      leaving.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(leaving) : leaving,
    )
    .flatMap(({ declarations }) => declarations ?? [])
    .map((declaration) =>
      (ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration)
        .getText()
        .replace(/\/\*\*.*?\*\/\s*/gs, ''),
    )
    .sort();
}
