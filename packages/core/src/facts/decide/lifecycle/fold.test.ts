import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureFacts } from '../stored.ts';
import type { StoredFact } from '../event.ts';
import { foldLifecycle } from './fold.ts';
import type { LifecycleOrder } from './order.ts';

const profile = '../shared/fixtures/ordermesh-epcis-profile';
const has = existsSync(profile);
const read = (name: string): unknown => JSON.parse(readFileSync(`${profile}/${name}`, 'utf8'));
const factsOf = (name: string): readonly StoredFact[] =>
  captureFacts(read(`${name}.jsonld`), 0).facts;

const order: LifecycleOrder = {
  orderKeys: ['urn:epcglobal:cbv:bt:9521141001004:SO-10100'],
  lines: [
    {
      lineNo: 1,
      itemUris: ['https://id.gs1.org/01/09521141000212'],
      unit: 'each',
      orderedUnits: 2,
    },
    {
      lineNo: 2,
      itemUris: ['https://id.gs1.org/01/09521141000229'],
      unit: 'gram',
      orderedUnits: 1250,
    },
    {
      lineNo: 3,
      itemUris: ['https://id.gs1.org/01/09521141000229'],
      unit: 'each',
      orderedUnits: 3,
    },
  ],
  decided: 'allocated',
  decidedAt: 0,
  decisionIds: ['dec_1'],
};

interface Step {
  readonly after: string;
  readonly basic: string;
  readonly advanced: string;
  readonly exceptions: readonly string[];
}

describe.skipIf(!has)(
  'the lifecycle of the profile order (skipped when ../shared is absent)',
  () => {
    const steps = has ? (read('expected-status.json') as { steps: Step[] }).steps : [];
    const later = ['26-stock-counted', '27-ready-for-pickup', '28-void-shipping'];
    const all = has ? [...steps.map(({ after }) => after), ...later].flatMap(factsOf) : [];
    const final = steps.at(-1);
    const seen = (facts: readonly StoredFact[]): Omit<Step, 'after'> => {
      const { basic, advanced, exceptions } = foldLifecycle(order, facts);
      return { basic, advanced, exceptions: exceptions.map(({ kind }) => kind) };
    };

    it('is as expected after every fact', () => {
      const facts: StoredFact[] = [];
      expect(steps).toHaveLength(26);
      for (const { after, ...expected } of steps) {
        facts.push(...factsOf(after));
        expect({ after, ...seen(facts) }).toEqual({ after, ...expected });
        expect(seen([...facts, ...facts]), `${after} twice`).toEqual(expected);
      }
    });

    it('is not moved by facts about other goods', () => {
      expect(seen(all)).toEqual({
        basic: final?.basic,
        advanced: final?.advanced,
        exceptions: final?.exceptions,
      });
    });

    it('does not depend on the order, repetition or lateness of arrival', () => {
      const whole = foldLifecycle(order, all);
      fc.assert(
        fc.property(
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.subarray(all),
          (shuffled, again) => {
            expect(foldLifecycle(order, [...again, ...shuffled, ...again])).toEqual(whole);
          },
        ),
      );
    });

    it('keeps every unit of every line at every moment', () => {
      fc.assert(
        fc.property(fc.subarray(all), (some) => {
          for (const line of foldLifecycle(order, some).lines)
            expect(line.quantities.reduce((sum, { units }) => sum + units, 0)).toBe(
              line.orderedUnits,
            );
        }),
      );
    });

    it('cites for every status the facts it rests on', () => {
      const hashes = new Set(all.map(({ hash }) => hash));
      const view = foldLifecycle(order, all);
      expect(view.kind).toBe('fact');
      expect(view.basis.length).toBeGreaterThan(0);
      for (const basis of view.basis) expect(hashes.has(basis)).toBe(true);
      expect(foldLifecycle(order, []).basis).toEqual(['dec_1']);
      expect(foldLifecycle(order, []).kind).toBe('decision');
    });
  },
);
