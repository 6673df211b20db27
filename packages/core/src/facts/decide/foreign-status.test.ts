import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classifyForeignStatus } from './foreign-status.ts';

const shared = '../shared/fixtures';
const natureOf = (system: string, code: string): string =>
  classifyForeignStatus(system, code).nature;

describe('foreign status codes', () => {
  it('papers and labels move nothing', () => {
    for (const code of [
      'INVOICE_GENERATED',
      'SHIPLABEL_GENERATED',
      'PICKUP_SLOT_RETRIEVED',
      'CREATED',
    ])
      expect(natureOf('amazon', code)).toBe('administrative');
    for (const code of ['label_printed', 'label_purchased'])
      expect(natureOf('shopify', code)).toBe('administrative');
    for (const code of ['M', 'MP', 'DD', 'MV'])
      expect(natureOf('ups', code)).toBe('administrative');
    expect(natureOf('easypost', 'pre_transit')).toBe('administrative');
    expect(natureOf('dcsa', 'CUSR')).toBe('administrative');
  });

  it('movements say which fact they prove', () => {
    expect(classifyForeignStatus('amazon', 'SHIPPED')).toEqual({
      nature: 'physical',
      kind: 'departed',
      isKnown: true,
    });
    expect(classifyForeignStatus('shopify', 'attempted_delivery').kind).toBe('attempt_failed');
    expect(classifyForeignStatus('ups', 'D').kind).toBe('delivered');
    expect(classifyForeignStatus('easypost', 'available_for_pickup').kind).toBe('ready_for_pickup');
    expect(classifyForeignStatus('dcsa', 'DEPA', 'ACT').kind).toBe('departed');
  });

  it('plans and estimates are predictions, however physical the code sounds', () => {
    expect(natureOf('shopify', 'delayed')).toBe('prediction');
    expect(classifyForeignStatus('dcsa', 'DEPA', 'EST')).toEqual({
      nature: 'prediction',
      isKnown: true,
    });
    expect(classifyForeignStatus('dcsa', 'ARRI', 'PLN').nature).toBe('prediction');
    expect(classifyForeignStatus('dcsa', 'ARRI').nature).toBe('prediction');
  });

  it('a code or a system that nobody knows moves nothing', () => {
    const unknown = { nature: 'administrative', isKnown: false };
    expect(classifyForeignStatus('amazon', 'BEAMED_UP')).toEqual(unknown);
    expect(classifyForeignStatus('pigeon-post', 'DELIVERED')).toEqual(unknown);
    expect(classifyForeignStatus('toString', 'length')).toEqual(unknown);
  });

  it.skipIf(!existsSync(`${shared}/signals/carrier-rates-tracking`))(
    'knows every tracker status of the recorded carrier answers',
    () => {
      const folder = `${shared}/signals/carrier-rates-tracking`;
      const text = readdirSync(folder)
        .filter((name) => name.includes('tracker'))
        .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
        .join('\n');
      const codes = new Set(
        [...text.matchAll(/"status": ?"([a-z_]+)"/g)].map(([, code]) => code ?? ''),
      );
      expect(codes.size).toBeGreaterThan(0);
      for (const code of codes)
        expect(classifyForeignStatus('easypost', code).isKnown, code).toBe(true);
    },
  );
});
