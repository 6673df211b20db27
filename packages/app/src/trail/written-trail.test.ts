import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headText, readHead, trailSealer } from '@ordermesh/core/hub';
import type { SealingKey, TrailHead } from '@ordermesh/core/hub';
import { anEvent, aUnit, memoryDatabase, memoryStore, monday } from '@ordermesh/testkit';
import { checkTrail, linesOfFile } from './check-file.ts';
import type { TrailFileAsk, TrailFileCheck } from './check-file.ts';
import { readPublicKeys, readSealingKey } from './key-files.ts';
import { newKeyPair } from './key-pair.ts';
import { lineMax, lineView } from './lines.ts';
import { trailLines } from './written-trail.ts';

const folder = mkdtempSync(join(tmpdir(), 'om-trail-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const by = { principal: 'key_anna', operation: 'drainNode', requestId: 'req-1' };
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

function keyPair(name: string): { readonly key: SealingKey; readonly publicPath: string } {
  const { privatePem, publicPem } = newKeyPair();
  const auditKeyFile = fileOf(`${name}.key`, privatePem);
  const key = readSealingKey({ auditKeyFile, dataDirectory: join(folder, name) });
  if (!key) throw new Error('there is a key');
  return { key, publicPath: fileOf(`${name}.pub`, publicPem) };
}

/** A trail of four seals, the last two by another key than the first two. */
async function writtenTrail(keys: readonly [SealingKey?, SealingKey?]): Promise<string[]> {
  const database = memoryDatabase();
  const store = memoryStore({ database });
  for (const [turn, count] of [3, 1, 4, 2].entries()) {
    const key = keys[turn < 2 ? 0 : 1];
    const events = Array.from({ length: count }, (_, ix) =>
      anEvent(`e_${String(turn)}_${String(ix)}`, { by, subject: `node/st_${String(ix)}` }),
    );
    await store.commit([aUnit({ events: [...events, anEvent(`h_${String(turn)}`)] })]);
    await trailSealer(store, () => monday + turn, key ? { key } : {})();
  }
  const lines: string[] = [];
  for await (const line of trailLines(store)) lines.push(JSON.stringify(lineView(line)));
  return lines;
}

const [one, two, stranger] = [keyPair('one'), keyPair('two'), keyPair('stranger')];
const trust = [one, two].flatMap(({ publicPath }) => readPublicKeys(publicPath));
let plain: readonly string[];
let signed: readonly string[];
let head: TrailHead;

beforeAll(async () => {
  plain = await writtenTrail([]);
  // Each process goes with the chain of the other: both keys are believed by both.
  const both = (key: SealingKey): SealingKey => ({ ...key, judge: () => 'right' });
  signed = await writtenTrail([both(one.key), both(two.key)]);
  const end = JSON.parse(signed.at(-1) ?? '') as { end: { head: string } };
  head = readHead(end.end.head) as TrailHead;
});

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
const check = (
  lines: readonly string[],
  ask: Partial<TrailFileAsk> = {},
): Promise<TrailFileCheck> => checkTrail(each(lines), { signedFrom: 1, ...ask });
const misfit = async (lines: readonly string[], ask: Partial<TrailFileAsk> = {}) =>
  (await check(lines, ask)).misfit;
/** A line with something in it changed. */
const changed = (lines: readonly string[], ix: number, change: (line: never) => unknown) =>
  lines.with(ix, JSON.stringify(change(JSON.parse(lines[ix] ?? '') as never)));

type SealLine = { seal: Record<string, unknown> };
type EntryLine = { entry: Record<string, unknown> };

describe('a trail in a file', () => {
  it('fits as it was written, and tells what is in it', async () => {
    expect(await check(plain)).toMatchObject({ seals: 4, entries: 10, misfit: undefined });
    const found = await check(signed, { head, keys: trust });
    expect(found).toMatchObject({ seals: 4, entries: 10, last: head, misfit: undefined });
    expect([...found.signedBy.values()]).toEqual([2, 2]);
  });

  it('names the first entry that was changed, removed, put in, or put in another’s place', async () => {
    const wrong = changed(plain, 2, ({ entry }: EntryLine) => ({
      entry: { ...entry, principal: 'key_carl' },
    }));
    expect(await misfit(wrong)).toEqual({ what: 'entry-changed', seal: 1, position: 2 });
    expect(await misfit(plain.toSpliced(2, 1))).toEqual({
      ...{ what: 'entry-removed', seal: 1, position: 2 },
    });
    expect(await misfit(plain.toSpliced(2, 0, plain[1] ?? ''))).toEqual({
      ...{ what: 'entry-added', seal: 1, position: 1 },
    });
    expect(await misfit(plain.with(1, plain[2] ?? '').with(2, plain[1] ?? ''))).toEqual({
      ...{ what: 'entry-removed', seal: 1, position: 1 },
    });
  });

  it('names the first seal that was changed, left out, or stands elsewhere', async () => {
    const wrong = changed(plain, 4, ({ seal }: SealLine) => ({
      seal: { ...seal, sealed_at: 0 },
    }));
    expect(await misfit(wrong)).toEqual({ what: 'seal-changed', seal: 2 });
    expect(await misfit(plain.toSpliced(4, 2))).toEqual({ what: 'seal-missing', seal: 2 });
    expect(await misfit(plain.slice(1))).toEqual({ what: 'seal-missing', seal: 1 });
  });

  it('is found when it was cut: in a seal, behind one, or at its end with a new end line', async () => {
    expect(await misfit(plain.slice(0, 2))).toEqual({ what: 'file-cut' });
    expect(await misfit(plain.slice(0, -1))).toEqual({ what: 'file-cut' });
    expect(await misfit([])).toEqual({ what: 'file-cut' });
    expect(await misfit([...plain, plain[0] ?? ''])).toEqual({ what: 'file-cut' });
    const second = JSON.parse(signed[4] ?? '') as { seal: { hash: string } };
    const end = { end: { head: `2.${second.seal.hash}`, seals: 2, entries: 4 } };
    const cut = [...signed.slice(0, 6), JSON.stringify(end)];
    // Whoever writes a new end leaves nothing behind but the head that somebody noted.
    expect(await misfit(cut, { keys: trust })).toBeUndefined();
    expect(await misfit(cut, { keys: trust, head })).toEqual({ what: 'head-missing', seal: 4 });
  });

  it('is found by a noted head when it was made anew', async () => {
    expect(await misfit(plain, { head })).toBeUndefined();
    const other = { ...head, hash: 'f'.repeat(64) };
    expect(await misfit(plain, { head: other })).toEqual({ what: 'head-differs', seal: 4 });
  });

  it('refuses what other readers might read in another way', async () => {
    const line = plain[1] ?? '';
    const twice = line.replace('{"entry":{', '{"entry":{"principal":"key_carl",');
    for (const strange of [twice, line.replace('"origin"', '"more":1,"origin"'), '{}', '', '[1]'])
      expect(await misfit(plain.with(1, strange))).toEqual({ what: 'line-unreadable', line: 2 });
  });
});

describe('signatures of seals', () => {
  it('name the first seal that is not signed, and from which one on they are asked for', async () => {
    expect(await misfit(plain, { keys: trust })).toEqual({ what: 'signature-missing', seal: 1 });
    const stripped = changed(signed, 4, ({ seal }: SealLine) => ({
      seal: { ...seal, signature: null },
    }));
    expect(await misfit(stripped, { keys: trust })).toEqual({
      ...{ what: 'signature-missing', seal: 2 },
    });
    expect(await misfit(stripped, { keys: trust, signedFrom: 3 })).toBeUndefined();
  });

  it('name the first seal that another key signed, or whose signature is of another seal', async () => {
    const [older] = trust;
    expect(older && (await misfit(signed, { keys: [older] }))).toEqual({
      ...{ what: 'signature-unknown', seal: 3 },
    });
    const { seal: first } = JSON.parse(signed[0] ?? '') as SealLine;
    const moved = changed(signed, 4, ({ seal }: SealLine) => ({
      seal: { ...seal, signature: first['signature'] },
    }));
    expect(await misfit(moved, { keys: trust })).toEqual({ what: 'signature-wrong', seal: 2 });
  });

  it('cannot be made by whoever makes the whole chain anew without the key', async () => {
    const forged = await writtenTrail([stranger.key, stranger.key]);
    expect(await misfit(forged)).toBeUndefined();
    expect(await misfit(forged, { keys: trust })).toEqual({ what: 'signature-unknown', seal: 1 });
    // Under the name of the trusted key.
    const named = forged.map((text) => text.replaceAll(/aud_[0-9a-f]{16}/g, trust[0]?.keyId ?? ''));
    expect(await misfit(named, { keys: trust })).toEqual({ what: 'signature-wrong', seal: 1 });
  });
});

/** Somebody does something to the file. */
const tampering = fc.oneof(
  fc.record({ how: fc.constant('remove' as const), ix: fc.nat(13), to: fc.nat(13) }),
  fc.record({ how: fc.constant('repeat' as const), ix: fc.nat(13), to: fc.nat(13) }),
  fc.record({ how: fc.constant('swap' as const), ix: fc.nat(13), to: fc.nat(13) }),
  fc.record({ how: fc.constant('cut' as const), ix: fc.nat(14), to: fc.nat(13) }),
  fc.record({ how: fc.constant('change' as const), ix: fc.nat(14), to: fc.nat(1_000) }),
);

function tampered(
  lines: readonly string[],
  { how, ix, to }: { readonly how: string; readonly ix: number; readonly to: number },
): readonly string[] {
  const line = lines[ix] ?? '';
  if (how === 'remove') return lines.toSpliced(ix, 1);
  if (how === 'repeat') return lines.toSpliced(to, 0, line);
  if (how === 'swap') return lines.with(ix, lines[to] ?? '').with(to, line);
  if (how === 'cut') return lines.slice(0, ix);
  // One letter or digit becomes another one.
  const places = [...line.matchAll(/[0-9a-zA-Z]/g)].map(({ index }) => index);
  const at = places[to % places.length] ?? 0;
  const other = line[at] === '7' ? '8' : '7';
  return lines.with(ix, `${line.slice(0, at)}${other}${line.slice(at + 1)}`);
}

it('nothing that is done to a line of a signed trail goes unnoticed', async () => {
  await fc.assert(
    fc.asyncProperty(tampering, async (what) => {
      const lines = tampered(signed, what);
      const isSame = lines.join('\n') === signed.join('\n');
      const found = await misfit(lines, { head, keys: trust });
      expect(found === undefined, JSON.stringify([what, found])).toBe(isSame);
    }),
    { numRuns: 600 },
  );
});

describe('reading the file', () => {
  const read = async (path: string): Promise<(string | undefined)[]> => {
    const lines: (string | undefined)[] = [];
    for await (const line of linesOfFile(path)) lines.push(line);
    return lines;
  };

  it('gives lines back as they were written, wherever the disk cuts them', async () => {
    const path = fileOf('whole.jsonl', signed.map((line) => `${line}\n`).join(''));
    expect(await read(path)).toEqual(signed);
    expect((await checkTrail(linesOfFile(path), { head, keys: trust, signedFrom: 1 })).misfit).toBe(
      undefined,
    );
    const long = '漢'.repeat(70_000);
    expect(await read(fileOf('long.jsonl', `${long}\n${long}\n`))).toEqual([long, long]);
  });

  it('takes a line that is too long, not UTF-8 or not ended for none, and holds no more of it', async () => {
    const endless = fileOf('endless.jsonl', 'x'.repeat(lineMax + 1_000));
    expect(await read(endless)).toEqual([undefined]);
    writeFileSync(join(folder, 'bytes.jsonl'), Buffer.from([0xff, 0x0a]));
    expect(await read(join(folder, 'bytes.jsonl'))).toEqual([undefined]);
    expect(await read(fileOf('open.jsonl', '{}'))).toEqual([undefined]);
    await expect(read(join(folder, 'none.jsonl'))).rejects.toMatchObject({
      why: expect.stringContaining('none.jsonl') as string,
    });
  });

  it('stops at the first misfit and reads nothing behind it', async () => {
    let given = 0;
    async function* counted(): AsyncGenerator<string> {
      for (const line of plain.toSpliced(1, 1)) {
        given += 1;
        yield line;
      }
    }
    await checkTrail(counted(), { signedFrom: 1 });
    expect(given).toBe(2);
  });
});

/** A failure that says so. */
const saying = (text: string): unknown =>
  expect.objectContaining({ why: expect.stringContaining(text) as string });

describe('files of keys', () => {
  it('are refused when they are of the other sort, hold no key, or one that is not Ed25519', () => {
    const { privatePem, publicPem } = newKeyPair();
    const dataDirectory = folder;
    const reading = (text: string) => () =>
      readSealingKey({ auditKeyFile: fileOf('some.key', text), dataDirectory });
    expect(reading(publicPem)).toThrow(saying('one private key'));
    expect(reading(privatePem + privatePem)).toThrow(saying('one private key'));
    expect(reading(privatePem.replace('MC4', 'MC5'))).toThrow(saying('no sound key'));
    expect(() => readPublicKeys(fileOf('some.pub', privatePem))).toThrow(saying('ends with .pub'));
    expect(() => readPublicKeys(fileOf('some.pub', 'nothing'))).toThrow(saying('no public key'));
    expect(() => readPublicKeys(join(folder, 'not-there'))).toThrow(saying('cannot be read'));
    expect(readSealingKey({ auditKeyFile: '', dataDirectory })).toBeUndefined();
  });

  it('may hold the public keys of before, whose signatures are believed beside the new one', () => {
    const { privatePem } = newKeyPair();
    const older = readFileSync(one.publicPath, 'utf8');
    const auditKeyFile = fileOf('rotated.key', privatePem + older);
    const key = readSealingKey({ auditKeyFile, dataDirectory: folder });
    const text = headText(head);
    expect(key?.judge(text, one.key.sign(text))).toBe('right');
    expect(key?.judge(text, key.sign(text))).toBe('right');
    expect(key?.judge(text, stranger.key.sign(text))).toBe('unknown');
    expect(key?.judge(`${text}0`, key.sign(text))).toBe('wrong');
  });

  it('come with the newest seal that the process knows, which outlives it', () => {
    const auditKeyFile = fileOf('kept.key', newKeyPair().privatePem);
    const open = () => readSealingKey({ auditKeyFile, dataDirectory: join(folder, 'kept') });
    expect(open()?.known.read()).toBeUndefined();
    open()?.known.write(head);
    expect(open()?.known.read()).toEqual(head);
    expect(readFileSync(join(folder, 'kept', 'audit-head.txt'), 'utf8').trim()).toBe(
      headText(head),
    );
    writeFileSync(join(folder, 'kept', 'audit-head.txt'), 'nothing');
    expect(open).toThrow(saying('no head'));
  });
});
