import ts from 'typescript';

import { constantsOf, constantText } from './constant-text.ts';
import type { Constants } from './constant-text.ts';

/** What an expression says, or the text that builds it where the source does not tell what it will be. */
export type Expression =
  { readonly source: string; readonly flags: string } | { readonly builtBy: string };

/** An expression and where it stands. */
export interface Found {
  readonly line: number;
  readonly expression: Expression;
}

/** Every expression of a file: literals, `RegExp(…)`, and the patterns of JSON schemas. */
export function expressionsIn(path: string, text: string): readonly Found[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(file);
  const found: Found[] = [];
  const look = (node: ts.Node): void => {
    const expression = expressionAt(node, constants);
    if (expression) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push({ line: line + 1, expression });
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

function expressionAt(node: ts.Node, constants: Constants): Expression | undefined {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    if (isNamed(node.expression, 'RegExp')) return built(node.arguments ?? [], constants);
    if (isStringSchema(node.expression)) return schemaPattern(node.arguments ?? [], constants);
  }
  return undefined;
}

const isNamed = (callee: ts.Expression, name: string): boolean =>
  ts.isIdentifier(callee) && callee.text === name;

function built(
  [pattern, flags]: readonly ts.Expression[],
  constants: Constants,
): Expression | undefined {
  if (!pattern || ts.isRegularExpressionLiteral(pattern)) return undefined;
  const source = constantText(pattern, constants);
  const flagText = flags ? constantText(flags, constants) : '';
  return source === undefined || flagText === undefined
    ? { builtBy: pattern.getText() }
    : { source, flags: flagText };
}

const isStringSchema = (callee: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(callee) &&
  isNamed(callee.expression, 'Type') &&
  callee.name.text === 'String';

/** Validators compile the pattern of a string schema with the flag u. */
function schemaPattern(
  [options]: readonly ts.Expression[],
  constants: Constants,
): Expression | undefined {
  if (!options || !ts.isObjectLiteralExpression(options)) return undefined;
  const pattern = options.properties.find((one) => one.name?.getText() === 'pattern');
  if (!pattern) return undefined;
  const value = ts.isPropertyAssignment(pattern) ? pattern.initializer : undefined;
  if (!value) return { builtBy: 'pattern' };
  const source = constantText(value, constants);
  return source === undefined ? { builtBy: value.getText() } : { source, flags: 'u' };
}
