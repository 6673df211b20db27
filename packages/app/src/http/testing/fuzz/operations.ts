import type { Shape } from './shape.ts';

/** A parameter of an operation. */
export interface OperationParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Shape;
}

/** An operation as the OpenAPI document describes it. */
export interface Operation {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly parameters: readonly OperationParameter[];
  readonly mediaType?: string;
  readonly body?: Shape;
}

/** What the fuzzer reads of the document. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Shape>> };
}

interface DescribedOperation {
  readonly operationId: string;
  readonly parameters?: readonly OperationParameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Shape }>>;
  };
}

/** Every operation of a document. */
export const operationsOf = (document: ApiDocument): readonly Operation[] =>
  Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, described]) => {
      const [content] = Object.entries(described.requestBody?.content ?? {});
      return {
        operationId: described.operationId,
        method: verb.toUpperCase() as Operation['method'],
        path,
        parameters: described.parameters ?? [],
        ...(content && { mediaType: content[0], body: content[1].schema }),
      };
    }),
  );
