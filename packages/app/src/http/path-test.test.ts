import { describe, expect, it } from 'vitest';
import { pathTest } from './path-test.ts';

describe('telling paths of a route from others', () => {
  const isCancel = pathTest('/v1/orders/:order_id/cancel');

  it('takes any one word where the route has a name, and a slash at the end', () => {
    expect(isCancel('/v1/orders/ord_1/cancel')).toBe(true);
    expect(isCancel('/v1/orders/ord_1/cancel/')).toBe(true);
  });

  it('takes no empty word, no further part and no other word', () => {
    for (const path of ['/v1/orders//cancel', '/v1/orders/a/cancel/b', '/v1/orders/a/hold', '/'])
      expect(isCancel(path)).toBe(false);
  });

  it('reads a doubled colon as a colon, and signs as themselves', () => {
    expect(pathTest('/v1/orders::batch')('/v1/orders:batch')).toBe(true);
    expect(pathTest('/openapi.json')('/openapi-json')).toBe(false);
  });
});
