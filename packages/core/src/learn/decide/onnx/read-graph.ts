import { proto } from './proto.ts';
import { floatsOf, intsOf, readFields, textOf } from './wire.ts';
import type { WireField } from './wire.ts';

/** One operator of a file, its settings by name; what is not set is empty or 0. */
export interface ReadNode {
  readonly opType: string;
  readonly input: readonly string[];
  readonly ints: (name: string) => readonly number[];
  readonly floats: (name: string) => readonly number[];
  readonly texts: (name: string) => readonly string[];
  readonly int: (name: string) => number;
  readonly text: (name: string) => string;
}

/** The operators of a file in their order, and its constants of floats. */
export interface OnnxGraph {
  readonly nodes: readonly ReadNode[];
  readonly constants: ReadonlyMap<string, readonly number[]>;
}

/** Reads the graph of an ONNX file; undefined when the bytes are none. */
export function readGraph(bytes: Uint8Array): OnnxGraph | undefined {
  const graph = readFields(bytes)?.find(({ field }) => field === proto.model.graph);
  const inside = graph && readFields(graph.bytes);
  if (!inside) return undefined;
  return {
    nodes: inside
      .filter(({ field }) => field === proto.graph.node)
      .map(({ bytes: of }) => nodeOf(of)),
    constants: new Map(
      inside
        .filter(({ field }) => field === proto.graph.initializer)
        .map(({ bytes: of }) => tensorOf(of)),
    ),
  };
}

function nodeOf(bytes: Uint8Array): ReadNode {
  const fields = readFields(bytes) ?? [];
  const attributes = new Map(
    fields
      .filter(({ field }) => field === proto.node.attribute)
      .map(({ bytes: of }) => {
        const parts = readFields(of) ?? [];
        return [textOf(find(parts, proto.attribute.name)), parts] as const;
      }),
  );
  const { ints, floats, texts, int, text } = proto.attribute;
  const parts = (name: string): readonly WireField[] => attributes.get(name) ?? [];
  return {
    opType: textOf(find(fields, proto.node.opType)),
    input: fields
      .filter(({ field }) => field === proto.node.input)
      .map(({ bytes: of }) => textOf(of)),
    ints: (name) => repeated(parts(name), ints, intsOf),
    floats: (name) => repeated(parts(name), floats, floatsOf),
    texts: (name) =>
      parts(name)
        .filter(({ field }) => field === texts)
        .map(({ bytes: of }) => textOf(of)),
    int: (name) => parts(name).find(({ field }) => field === int)?.number ?? 0,
    text: (name) => textOf(find(parts(name), text)),
  };
}

/** Numbers that may stand packed into one field or one by one, as writers please. */
const repeated = (
  parts: readonly WireField[],
  wanted: number,
  unpack: (bytes: Uint8Array) => readonly number[],
): readonly number[] =>
  parts
    .filter(({ field }) => field === wanted)
    .flatMap(({ bytes, number }) => (bytes.length > 0 ? unpack(bytes) : [number]));

function tensorOf(bytes: Uint8Array): readonly [name: string, values: readonly number[]] {
  const fields = readFields(bytes) ?? [];
  const raw = find(fields, proto.tensor.raw);
  const values = raw.length > 0 ? floatsOf(raw) : repeated(fields, proto.tensor.floats, floatsOf);
  return [textOf(find(fields, proto.tensor.name)), values];
}

const none = new Uint8Array(0);
const find = (fields: readonly WireField[], wanted: number): Uint8Array =>
  fields.find(({ field }) => field === wanted)?.bytes ?? none;
