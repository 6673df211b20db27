import type { FastifyRequest } from 'fastify';
import type { RequestMeta } from '@ordermesh/core/hub';
import { AppFailure } from '../../errors/index.ts';
import { canonicalJson, sha256Hex } from '../../json/index.ts';

/** The ETag of a version. @see RFC 9110 §8.8.3 */
export const etagOf = (version: number): string => `"v${version}"`;

/**
 * The version in If-Match, or undefined when the caller does not mind.
 *
 * @throws AppFailure `header-invalid` when it is not an ETag of ours
 */
export function expectedVersion(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const [, digits] = /^"v(\d{1,15})"$/.exec(header) ?? [];
  if (digits !== undefined) return Number(digits);
  throw new AppFailure('header-invalid', {
    errors: [
      {
        pointer: 'if-match',
        code: 'wrong-form',
        why: 'Send the ETag as it was answered, e.g. "v3".',
      },
    ],
  });
}

/** Refuses when the caller knew another version. @throws AppFailure `precondition-failed` (412) */
export function requireVersion(request: FastifyRequest, version: number): void {
  const expected = expectedVersion(request);
  if (expected === undefined || expected === version) return;
  throw new AppFailure('precondition-failed', {
    why: `If-Match names version ${expected}; the current one is ${version}.`,
    more: { current_version: version },
    headers: { etag: etagOf(version) },
  });
}

/** Whether the caller holds this version already (If-None-Match). */
export const holdsVersion = (request: FastifyRequest, version: number): boolean =>
  (request.headers['if-none-match'] ?? '')
    .split(',')
    .some((tag) => tag.trim().replace(/^W\//, '') === etagOf(version));

const keyForm = /^[\x21-\x7e]{1,255}$/;

/**
 * The Idempotency-Key with the hash of the body it belongs to.
 *
 * The draft writes the key as a quoted text; unquoted keys are taken as well, because most clients send them.
 *
 * @throws AppFailure `header-invalid`
 * @see draft-ietf-httpapi-idempotency-key-header-07 §2
 */
export function idempotencyOf(
  request: FastifyRequest,
  body: unknown,
): Pick<RequestMeta, 'idempotency'> {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return {};
  const [, quoted] = typeof header === 'string' ? (/^"(.*)"$/.exec(header) ?? []) : [];
  const key = quoted ?? header;
  if (typeof key !== 'string' || !keyForm.test(key))
    throw new AppFailure('header-invalid', {
      errors: [
        {
          pointer: 'idempotency-key',
          code: 'wrong-form',
          why: 'Send 1 to 255 visible ASCII characters, e.g. a UUID.',
        },
      ],
    });
  return { idempotency: { key, bodyHash: sha256Hex(`${request.url}\n${canonicalJson(body)}`) } };
}
