import fc from 'fast-check';
import { nearly } from './bend.ts';
import { hostileBodies, hostileKeys, hostileTexts, jsonText } from './hostile.ts';
import type { Operation, OperationParameter } from './operations.ts';
import type { ShapeArbitraries } from './shape.ts';

/** A request ready to be sent. */
export interface FuzzRequest {
  readonly method: Operation['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Requests for an operation: as documented, nearly so, and hostile, in path, query, headers and body. */
export function requestsFor(operation: Operation, of: ShapeArbitraries): fc.Arbitrary<FuzzRequest> {
  return fc
    .record({
      url: urlsOf(operation, of),
      headers: headersFor(operation),
      body: bodiesOf(operation, of),
    })
    .map(({ url, headers, body }) => ({
      method: operation.method,
      url,
      headers: body === undefined ? withoutType(headers) : headers,
      ...(body !== undefined && { body }),
    }));
}

const withoutType = ({
  'content-type': _,
  ...others
}: Record<string, string>): Record<string, string> => others;

/** Percent-encodes every text, a lone surrogate too. */
const encoded = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) =>
      /[\w.~-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');

const malformed = fc.constantFrom(
  '%',
  '%ff',
  '%c0%80',
  '%zz',
  '%00',
  '..%2f..',
  '%2e%2e',
  '%E0%A4%A',
);

function urlsOf(operation: Operation, of: ShapeArbitraries): fc.Arbitrary<string> {
  const inPlace = (place: string): readonly OperationParameter[] =>
    operation.parameters.filter((parameter) => parameter.in === place);
  const valueOf = ({ name, schema }: OperationParameter): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 12, arbitrary: of(schema, name).map((value) => encoded(String(value))) },
      { weight: 2, arbitrary: hostileTexts.map(encoded) },
      { weight: 1, arbitrary: malformed },
    );
  const path = fc
    .tuple(...inPlace('path').map((one) => valueOf(one).map((value) => [one.name, value] as const)))
    .map((pairs) =>
      pairs.reduce((made, [name, value]) => made.replace(`{${name}}`, () => value), operation.path),
    );
  const asked = inPlace('query').map((one) =>
    fc.option(
      valueOf(one).map((value) => `${encoded(one.name)}=${value}`),
      { nil: '', freq: one.required === true ? 12 : 1 },
    ),
  );
  const extra = fc.oneof(
    { weight: 14, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc
        .tuple(hostileKeys, hostileTexts)
        .map(([key, value]) => `${encoded(key)}=${encoded(value)}`),
    },
    { weight: 1, arbitrary: malformed },
  );
  return fc.tuple(path, fc.tuple(...asked), extra).map(([made, pairs, more]) => {
    const query = [...pairs, more].filter((pair) => pair !== '').join('&');
    return query === '' ? made : `${made}?${query}`;
  });
}

/** Header values of Node hold no control characters; a client could not send them either. */
const headerText = hostileTexts.map((text) => text.replace(/[^\u0020-\u007e]/g, '?'));

function headersFor({
  mediaType = 'application/json',
}: Operation): fc.Arbitrary<Record<string, string>> {
  const types = fc.oneof(
    { weight: 20, arbitrary: fc.constant(mediaType) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'text/plain',
        'application/x-ndjson',
        'application/json; charset=x',
        'a',
        '',
      ),
    },
  );
  return fc
    .record({
      'content-type': types,
      'idempotency-key': rarely(fc.oneof(fc.constantFrom('k-1', 'k-2'), headerText)),
      'if-match': rarely(fc.oneof(fc.constantFrom('"1"', '*', 'W/"1"'), headerText)),
      traceparent: rarely(headerText),
      'x-request-id': rarely(headerText),
    })
    .map(
      (headers) =>
        Object.fromEntries(
          Object.entries(headers).filter(([, value]) => value !== undefined),
        ) as Record<string, string>,
    );
}

const rarely = (value: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> =>
  fc.oneof({ weight: 11, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

function bodiesOf(
  { body, mediaType }: Operation,
  of: ShapeArbitraries,
): fc.Arbitrary<string | Buffer | undefined> {
  if (body === undefined)
    return fc.oneof(
      { weight: 15, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: hostileBodies },
    );
  const valid = of(body);
  const near = nearly(valid);
  const isLines = mediaType === 'application/x-ndjson';
  const written = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
    isLines
      ? fc
          .array(value, { minLength: 1, maxLength: 4 })
          .map((lines) => lines.map(jsonText).join('\n'))
      : value.map(jsonText);
  return fc.oneof(
    { weight: 6, arbitrary: written(valid) },
    { weight: 8, arbitrary: written(isLines ? fc.oneof(valid, near) : near) },
    { weight: 1, arbitrary: fc.oneof(hostileBodies, fc.constant(undefined)) },
  );
}
