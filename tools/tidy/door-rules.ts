import { posix } from 'node:path';

import ts from 'typescript';

import type { Finding, HouseFile } from './house.ts';

const door = /^packages\/[^/]+\/src\/([^/]+\/)?index[.]ts$/;

/** A door says what the room is for, names each export, and each export says what its signature cannot. */
export function doorFindings(files: readonly HouseFile[]): Finding[] {
  const sources = new Map(
    files
      .filter(({ path }) => /^packages\/.*[.]ts$/.test(path))
      .map((file) => [file.path, parse(file)]),
  );
  return [...sources].flatMap(([path, source]) => [
    ...starExports(path, source),
    ...(door.test(path)
      ? [...undocumented(path, source), ...muteExports(path, source, sources)]
      : []),
  ]);
}

const parse = ({ path, text }: HouseFile): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

const lineOf = (source: ts.SourceFile, node: ts.Node): number =>
  source.getLineAndCharacterOfPosition(node.getStart()).line + 1;

const starExports = (path: string, source: ts.SourceFile): Finding[] =>
  source.statements
    .filter((statement) => ts.isExportDeclaration(statement) && !isNamed(statement))
    .map((statement) => ({
      path,
      line: lineOf(source, statement),
      rule: 'star-export',
      remedy: 'name each thing that leaves: export { routeOrder } from …',
    }));

const isNamed = (statement: ts.ExportDeclaration): boolean =>
  statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause);

const undocumented = (path: string, source: ts.SourceFile): Finding[] =>
  source.text.includes('@packageDocumentation')
    ? []
    : [
        {
          path,
          line: 1,
          rule: 'undocumented-door',
          remedy:
            'open with a docstring that says what the room is for, closed by @packageDocumentation',
        },
      ];

/** Every export of a door, followed through re-exports to its declaration, has a docstring there. */
function muteExports(
  path: string,
  source: ts.SourceFile,
  sources: ReadonlyMap<string, ts.SourceFile>,
): Finding[] {
  return exportsOf(source).flatMap(({ name, node }) => {
    const declared = declarationOf(path, name, sources);
    if (declared !== 'mute') return [];
    const remedy = `give ${name} a docstring where it is declared: meaning, unit, range, refusals, source`;
    return [{ path, line: lineOf(source, node), rule: 'undocumented-export', remedy }];
  });
}

type Leaving = { name: string; node: ts.Node };

const exportsOf = (source: ts.SourceFile): Leaving[] =>
  source.statements.flatMap((statement): Leaving[] => {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (!clause || !ts.isNamedExports(clause)) return [];
      return clause.elements.map((node) => ({ name: node.name.text, node }));
    }
    if (!isExported(statement)) return [];
    return namesOf(statement).map((name) => ({ name, node: statement }));
  });

/** `'unknown'` when the trail leaves the house (a re-export of another package). */
function declarationOf(
  path: string,
  name: string,
  sources: ReadonlyMap<string, ts.SourceFile>,
): 'documented' | 'mute' | 'unknown' {
  const source = sources.get(path);
  if (!source) return 'unknown';
  for (const statement of source.statements) {
    if (namesOf(statement).includes(name))
      return ts.getJSDocCommentsAndTags(statement).length > 0 ? 'documented' : 'mute';
    const trail = trailOf(statement, name);
    if (!trail) continue;
    if (!trail.from.startsWith('.')) return 'unknown';
    return declarationOf(posix.join(posix.dirname(path), trail.from), trail.name, sources);
  }
  return 'unknown';
}

/** Where an export or import statement takes `name` from, under the name it has there. */
function trailOf(
  statement: ts.Statement,
  name: string,
): { from: string; name: string } | undefined {
  if (!ts.isExportDeclaration(statement) && !ts.isImportDeclaration(statement)) return undefined;
  const element = elementsOf(statement).find((one) => one.name.text === name);
  const from = statement.moduleSpecifier;
  if (!element || !from || !ts.isStringLiteral(from)) return undefined;
  return { from: from.text, name: element.propertyName?.text ?? name };
}

function elementsOf(
  statement: ts.ExportDeclaration | ts.ImportDeclaration,
): readonly (ts.ExportSpecifier | ts.ImportSpecifier)[] {
  const clause = ts.isExportDeclaration(statement)
    ? statement.exportClause
    : statement.importClause?.namedBindings;
  return clause && 'elements' in clause ? [...clause.elements] : [];
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const declares =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return declares && statement.name ? [statement.name.text] : [];
}
