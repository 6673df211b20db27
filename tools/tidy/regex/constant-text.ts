import ts from 'typescript';

/** `const` names of a file with what they stand for; a name with two meanings stands for nothing. */
export type Constants = ReadonlyMap<string, ts.Expression | undefined>;

/** Reads the names of a file. */
export function constantsOf(file: ts.SourceFile): Constants {
  const constants = new Map<string, ts.Expression | undefined>();
  const look = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const isOne = isConst(node) && !constants.has(node.name.text);
      constants.set(node.name.text, isOne ? node.initializer : undefined);
    }
    if (ts.isParameter(node) && ts.isIdentifier(node.name))
      constants.set(node.name.text, undefined);
    ts.forEachChild(node, look);
  };
  look(file);
  return constants;
}

const isConst = ({ parent }: ts.VariableDeclaration): boolean =>
  (parent.flags & ts.NodeFlags.Const) !== 0;

/** Names that lead to names end here. */
const depthMax = 20;

/** The text that an expression always has; undefined when it depends on something else. */
export function constantText(
  node: ts.Expression,
  constants: Constants,
  depth = 0,
): string | undefined {
  if (depth > depthMax) return undefined;
  const text = (one: ts.Expression): string | undefined => constantText(one, constants, depth + 1);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return named(constants.get(node.text), text);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return joined([text(node.left), text(node.right)]);
  return template(node, text);
}

function template(node: ts.Expression, text: TemplateReading['text']): string | undefined {
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'String.raw')
    return templateText(node.template, { text, isRaw: true });
  return ts.isTemplateExpression(node) ? templateText(node, { text, isRaw: false }) : undefined;
}

const named = (
  held: ts.Expression | undefined,
  text: TemplateReading['text'],
): string | undefined => held && text(held);

interface TemplateReading {
  readonly text: (part: ts.Expression) => string | undefined;
  readonly isRaw: boolean;
}

function templateText(
  literal: ts.TemplateLiteral,
  { text, isRaw }: TemplateReading,
): string | undefined {
  const said = (part: ts.TemplateLiteralLikeNode): string =>
    isRaw ? (part.rawText ?? part.text) : part.text;
  if (ts.isNoSubstitutionTemplateLiteral(literal)) return said(literal);
  return joined([
    said(literal.head),
    ...literal.templateSpans.flatMap((span) => [text(span.expression), said(span.literal)]),
  ]);
}

const joined = (parts: readonly (string | undefined)[]): string | undefined =>
  parts.includes(undefined) ? undefined : parts.join('');
