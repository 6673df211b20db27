import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '../errors/index.ts';
import { clearTextWarning, secretOfStore } from './index.ts';

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'secret-'));
});
afterEach(() => {
  rmSync(dataDirectory, { recursive: true });
});

const postgres = 'postgres://hub@db:5432/hub';

describe('the secret of the installation', () => {
  it('is made with the first start of an embedded store, for its owner only, and stays the same', () => {
    const made = secretOfStore({ store: 'embedded', secretKey: '', dataDirectory });
    expect(Buffer.from(made, 'base64')).toHaveLength(32);
    expect(statSync(join(dataDirectory, 'secret.key')).mode & 0o077).toBe(0);
    expect(secretOfStore({ store: 'embedded', secretKey: '', dataDirectory })).toBe(made);
  });

  it('is only the setting on PostgreSQL; without it the operator is warned that nothing is sealed', () => {
    expect(secretOfStore({ store: postgres, secretKey: '', dataDirectory })).toBe('');
    expect(clearTextWarning({ store: postgres, secretKey: '' })).toContain('OM_SECRET_KEY');
    expect(clearTextWarning({ store: postgres, secretKey: 'c2VjcmV0' })).toBeUndefined();
    expect(clearTextWarning({ store: 'embedded', secretKey: '' })).toBeUndefined();
  });

  it('that was overwritten with something else stops the start', () => {
    writeFileSync(join(dataDirectory, 'secret.key'), 'no secret\n');
    expect(() => secretOfStore({ store: 'embedded', secretKey: '', dataDirectory })).toThrow(
      AppFailure,
    );
  });
});
