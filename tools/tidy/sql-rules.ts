import ts from 'typescript';

import { isTest } from './house.ts';
import type { Finding, HouseFile } from './house.ts';

const sqlStart =
  /^\s*(select\s[\s\S]*\bfrom\b|select\s+(\d|\w+\()|insert\s+into\s|update\s+\w+[\s\S]*\bset\b|delete\s+from\s|create\s+(table|index|schema)\b|alter\s+table\b|with\s+\w+\s*(\([^)]*\)\s*)?as\s)/;
const isSql = (text: string): boolean => sqlStart.test(text) || sqlStart.test(lowered(text));
/** SQL in capitals counts too; English that starts with a capital letter does not. */
const lowered = (text: string): string =>
  /^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|WITH)\s/.test(text) ? text.toLowerCase() : '';

/** SQL lives in adapters, and nothing but constants is ever pasted into it. */
export function sqlFindings({ path, text }: HouseFile): Finding[] {
  if (!path.endsWith('.ts') || !/^(packages|bench|scenarios)\//.test(path) || isTest(path))
    return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const constants = topLevelNames(source);
  const found: Finding[] = [];
  const add = (node: ts.Node, rule: string, remedy: string): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.push({ path, line, rule, remedy });
  };
  const visit = (node: ts.Node): void => {
    if (isText(node) && isSql(textOf(node))) {
      if (!/^(packages\/adapters|bench)\//.test(path))
        add(
          node,
          'sql-outside-adapters',
          'move the statement into adapters, behind the store port',
        );
      if (ts.isTemplateExpression(node) && pastes(node, constants))
        add(node, 'pasted-sql-parameter', 'pass the value as a parameter ($1), never as text');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

type Text = ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression;

const isText = (node: ts.Node): node is Text =>
  ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

const textOf = (node: Text): string =>
  ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map((span) => `x${span.literal.text}`).join('')
    : node.text;

/** Shared fragments (column lists) may be pasted when they are constants of the file or imported. */
function pastes(node: ts.TemplateExpression, constants: ReadonlySet<string>): boolean {
  return node.templateSpans.some(({ expression }) => {
    let root: ts.Expression = expression;
    while (ts.isPropertyAccessExpression(root)) root = root.expression;
    return !(ts.isIdentifier(root) && constants.has(root.text));
  });
}

function topLevelNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = source.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText(source));
    if (!ts.isImportDeclaration(statement)) return [];
    const bindings = statement.importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings)
      ? bindings.elements.map(({ name }) => name.text)
      : [];
  });
  return new Set(names);
}
