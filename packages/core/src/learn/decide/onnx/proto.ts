import { WireWriter } from './wire.ts';

/** Numbers of the fields of ONNX that are written and read here. @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
export const proto = {
  model: { irVersion: 1, producer: 2, graph: 7, opset: 8 },
  opset: { domain: 1, version: 2 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12 },
  node: { input: 1, output: 2, opType: 4, attribute: 5, domain: 7 },
  attribute: { name: 1, float: 2, int: 3, text: 4, floats: 7, ints: 8, texts: 9, type: 20 },
  tensor: { dims: 1, type: 2, floats: 4, ints: 7, name: 8, raw: 9 },
} as const;

/** Kinds of attributes and element types. */
const attributeTypes = { float: 1, int: 2, text: 3, floats: 6, ints: 7, texts: 8 } as const;
const elementTypes = { float: 1, int64: 7 } as const;

export type AttributeValue =
  | { readonly float: number }
  | { readonly int: number }
  | { readonly text: string }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }
  | { readonly texts: readonly string[] };

/** One operator of a graph. */
export interface OnnxNode {
  readonly opType: string;
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** A node as bytes. */
export function nodeWire({ opType, domain, input, output, attributes }: OnnxNode): WireWriter {
  const { node } = proto;
  const wire = new WireWriter();
  for (const name of input) wire.text(node.input, name);
  for (const name of output) wire.text(node.output, name);
  wire.text(node.opType, opType);
  for (const [name, value] of Object.entries(attributes))
    wire.message(node.attribute, attributeWire(name, value));
  return wire.text(node.domain, domain);
}

function attributeWire(name: string, value: AttributeValue): WireWriter {
  const { attribute } = proto;
  const wire = new WireWriter().text(attribute.name, name);
  const typed = (type: number): WireWriter => wire.int(attribute.type, type);
  if ('float' in value)
    return (wire.float(attribute.float, value.float), typed(attributeTypes.float));
  if ('int' in value) return (wire.int(attribute.int, value.int), typed(attributeTypes.int));
  if ('text' in value) return (wire.text(attribute.text, value.text), typed(attributeTypes.text));
  if ('floats' in value)
    return (wire.floats(attribute.floats, value.floats), typed(attributeTypes.floats));
  if ('ints' in value) return (wire.ints(attribute.ints, value.ints), typed(attributeTypes.ints));
  for (const text of value.texts) wire.text(attribute.texts, text);
  return typed(attributeTypes.texts);
}

/** A named constant of floats (or of one integer). */
export function tensorWire(
  name: string,
  value: { readonly floats: readonly number[] } | { readonly int: number },
): WireWriter {
  const { tensor } = proto;
  const wire = new WireWriter();
  if ('int' in value)
    wire.ints(tensor.dims, [1]).int(tensor.type, elementTypes.int64).ints(tensor.ints, [value.int]);
  else
    wire
      .ints(tensor.dims, [value.floats.length])
      .int(tensor.type, elementTypes.float)
      .floats(tensor.floats, value.floats);
  return wire.text(tensor.name, name);
}

/** The name and shape of what goes in or comes out: rows of so many floats. */
export function valueWire(name: string, columns: number): WireWriter {
  const shape = new WireWriter()
    .message(1, new WireWriter().text(2, 'rows'))
    .message(1, new WireWriter().int(1, columns));
  const tensor = new WireWriter().int(1, elementTypes.float).message(2, shape);
  return new WireWriter().text(1, name).message(2, new WireWriter().message(1, tensor));
}
