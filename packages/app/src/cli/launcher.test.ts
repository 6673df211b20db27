import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('../../bin/ordermesh.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'om-launch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the real command in a real process. */
function run(args: readonly string[]): Promise<{ code: number | null; out: string; talk: string }> {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: folder },
    cwd: folder,
  });
  let [out, talk] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (talk += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, talk }));
  });
}

describe('the launcher', () => {
  it('runs the sources, writes data to stdout only, and hands on the exit code', async () => {
    const version = await run(['--version']);
    expect(version).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
      talk: '',
    });
    const wrong = await run(['srve']);
    expect([wrong.code, wrong.out]).toEqual([64, '']);
    expect(wrong.talk).toContain('Did you mean "serve"?');
  }, 60_000);

  it('makes a set-up that the settings then come from, and no second key', async () => {
    const made = await run(['init', '--empty', '--port', '4799']);
    expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^om_live_[0-9a-f]{32}\n$/)]);
    const shown = await run(['config', 'print', '--origin', '--json']);
    expect(shown.out).toContain(
      '{"name":"port","value":4799,"origin":"file ordermesh.config.json"}',
    );
    const again = await run(['init', '--empty', '--port', '4800']);
    expect([again.code, again.out]).toEqual([0, '']);
    expect(again.talk).toContain('ordermesh.config.json stays as it is');
  }, 60_000);
});
