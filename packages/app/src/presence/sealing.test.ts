import { describe, expect, it } from 'vitest';
import type { Role } from '../config/index.ts';
import type { PresentProcess, PresentSealing } from './process.ts';
import { warningsAbout } from './roster.ts';

const worker = (name: string, sealing?: PresentSealing): PresentProcess => ({
  ...{ name, routing: 'intake', seenAt: 0 },
  roles: ['worker'] as readonly Role[],
  ...(sealing && { sealing }),
});
const signing = (name: string, keyId: string, ...others: readonly string[]) =>
  worker(name, { keyId, believes: [keyId, ...others] });
const found = (...present: readonly PresentProcess[]) => warningsAbout(present);

describe('processes that seal the audit trail', () => {
  it('that sign with keys which all of them know are fine, so are those that all sign nothing', () => {
    expect(found(signing('w-1', 'aud_a', 'aud_b'), signing('w-2', 'aud_b', 'aud_a'))).toEqual([]);
    expect(found(worker('w-1', { believes: [] }), worker('w-2', { believes: [] }))).toEqual([]);
    // One of an older version tells nothing of it.
    expect(found(signing('w-1', 'aud_a'), worker('w-old'))).toEqual([]);
  });

  it('without the key that others have are named, with the setting and what to do', () => {
    const [warning, ...more] = found(
      signing('w-1', 'aud_a'),
      worker('w-2', { believes: [] }),
      worker('w-3', { believes: [] }),
    );
    expect([warning?.warning, warning?.setting, more]).toEqual([
      'audit-unsigned',
      'OM_AUDIT_KEY_FILE',
      [],
    ]);
    expect(warning?.why).toContain('w-2, w-3 seals the audit trail without a key, while w-1 signs');
    expect(warning?.try[0]).toContain('OM_AUDIT_KEY_FILE');
  });

  it('without a key behind seals that somebody signed are named also when nobody signs now', () => {
    const [warning] = found(worker('w-1', { believes: [], signedThrough: 40 }));
    expect([warning?.warning, warning?.why]).toEqual([
      'audit-unsigned',
      'w-1 seals the audit trail without a key, while seals up to 40 are signed.',
    ]);
  });

  it('that do not know the key of another are named with that key', () => {
    const warnings = found(signing('w-new', 'aud_b', 'aud_a'), signing('w-old', 'aud_a'));
    expect(warnings.map(({ warning }) => warning)).toEqual(['audit-key-unknown']);
    expect(warnings[0]?.why).toMatch(/^w-old does not know the key aud_b that another/);
    expect(warnings[0]?.try[0]).toContain('--after');
  });

  it('and found the chain broken say at which seal, and name no setting', () => {
    const broken = { what: 'head-missing', seal: 7 } as const;
    const [warning] = found(worker('w-1', { keyId: 'aud_a', believes: ['aud_a'], broken }));
    expect(warning).toMatchObject({ warning: 'audit-chain-broken' });
    expect(warning).not.toHaveProperty('setting');
    expect(warning?.why).toContain('w-1 knows to be right (head-missing, seal 7)');
    expect(warning?.try[1]).toContain('audit-head.txt');
  });
});
