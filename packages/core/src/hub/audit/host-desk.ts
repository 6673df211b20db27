import type { CaseRecord, ChangedFields } from '../ports/records.ts';
import { nextCase } from '../run/next-case.ts';
import type { HubParts } from '../run/parts.ts';
import { emptyUnit, tell } from '../run/unit-draft.ts';
import type { Telling, UnitDraft } from '../run/unit-draft.ts';
import { allChangedFields } from './changed-fields.ts';
import type { HostDesk, KeysNoted, NotedKey } from './desk.ts';

/** The desk over the parts of a hub. */
export const hostDesk = (parts: HubParts): HostDesk => ({
  noteStart: async ({ version, settings }) => {
    await parts.commit(() => {
      const unit = emptyUnit(parts.env.now());
      const id = `hub.started.${parts.env.randomHex()}`;
      tell(unit, { type: 'hub.started', id, subject: 'hub', body: { version } });
      return asHost(unit, 'serve', allChangedFields({ settings: {} }, { settings, version }));
    });
  },
  noteKeys: (keys) => noteKeys(parts, keys),
});

/** What is told is by the staff of the machine, and all that differs is told: a list of scopes is no flood. */
function asHost(unit: UnitDraft, operation: string, changed: ChangedFields): UnitDraft {
  const by = { principal: 'host', operation, requestId: undefined };
  unit.events = unit.events.map((event) => ({ ...event, by, changed }));
  return unit;
}

type Change = keyof KeysNoted;

async function noteKeys(parts: HubParts, keys: readonly NotedKey[]): Promise<KeysNoted> {
  const known = await knownKeys(parts);
  const noted = { added: 0, changed: 0, removed: 0 };
  const note = async (change: Change, key: NotedKey | undefined, before?: CaseRecord) => {
    const written = await parts.commit(() => keyUnit(parts, { change, key, before }));
    // Refused: another process has noted it in this moment.
    if (written?.ok === true) noted[change] += 1;
  };
  for (const key of keys) {
    const before = known.get(key.keyId);
    if (before?.state !== 'valid') await note('added', key, before);
    else if (allChangedFields(before.document, key).fields.length > 0)
      await note('changed', key, before);
  }
  const now = new Set(keys.map(({ keyId }) => keyId));
  for (const [keyId, before] of known)
    if (before.state === 'valid' && !now.has(keyId)) await note('removed', undefined, before);
  return noted;
}

/** Every key that was ever noted, by its id. */
async function knownKeys({ store }: HubParts): Promise<ReadonlyMap<string, CaseRecord>> {
  const known = new Map<string, CaseRecord>();
  for (let after: string | undefined; ;) {
    const page = await store.caseList({ kind: 'api_key' }, { limit: 200, after });
    for (const record of page.rows) known.set((record.document as NotedKey).keyId, record);
    if (page.next === undefined) return known;
    after = page.next;
  }
}

interface KeyNote {
  readonly change: Change;
  readonly key: NotedKey | undefined;
  readonly before: CaseRecord | undefined;
}

function keyUnit({ env }: HubParts, note: KeyNote): UnitDraft {
  const { change, key, before } = note;
  const unit = emptyUnit(env.now());
  const record = caseOf(note, unit.at);
  if (before) unit.casesChanged.push(record);
  else unit.casesAdded.push(record);
  const { keyId } = record.document as NotedKey;
  const telling: Telling = {
    type: `key.${change}`,
    id: `${record.caseId}.${String(record.version)}`,
    subject: `key/${keyId}`,
    body: { keyId },
  };
  tell(unit, telling);
  const was = before?.state === 'valid' ? (before.document as NotedKey) : undefined;
  return asHost(unit, 'keyFile', allChangedFields(shown(was), shown(key)));
}

function caseOf({ key, before }: KeyNote, at: number): CaseRecord {
  const document = key ?? (before?.document as NotedKey);
  const { keyId } = document;
  return nextCase(before, at, {
    caseId: `apikey_${keyId}`,
    kind: 'api_key',
    state: key ? 'valid' : 'gone',
    key: keyId,
    document,
  });
}

/** A key as its fields are compared: each scope and each code is a field of its own. */
function shown(key: NotedKey | undefined): object {
  const { keyId: _id, scopes = [], owns = {}, ...rest } = key ?? ({} as Partial<NotedKey>);
  const codes = Object.entries(owns).map(([kind, held]) => [
    kind,
    typeof held === 'number' ? held : named(held),
  ]);
  const lists = Object.fromEntries([['nodes', {}], ['services', {}], ...codes]) as object;
  return { scopes: named(scopes), owns: lists, ...rest };
}

const named = (list: readonly string[]): object =>
  Object.fromEntries(list.map((name) => [name, true]));
