import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantOf, principalKinds } from '@ordermesh/core/parties';
import type { AccessAction, PrincipalKind } from '@ordermesh/core/parties';
import { routes } from '../routes/index.ts';
import { anItem, arrived, pass, placed, smallWorld } from '@ordermesh/testkit';
import { accessWorld, mineDraft, othersDraft, othersPickup } from '../testing/access-world.ts';
import type { AccessWorld, Names } from '../testing/access-world.ts';
import { operationsOf } from '../testing/fuzz/operations.ts';
import type { ApiDocument, Operation } from '../testing/fuzz/operations.ts';
import { openStreams } from '../wire/sse.ts';

/** What is asked for: my thing, another's, and two that are not there. */
const targets = ['mine', 'others', 'missing', 'missing too'] as const;
type Target = (typeof targets)[number];

let world: AccessWorld;
let operations: readonly Operation[];
const actions = new Map<string, AccessAction>(
  routes(openStreams()).map(({ operationId, access }) => [operationId, access.action]),
);

beforeAll(async () => {
  const small = await smallWorld({
    stock: {
      st_a: { OAT: 60, FIG: 60 },
      st_b: { TEA: 60, PLUM: 60 },
      dc_w: { MUG: 1, FIG: 60, PLUM: 60 },
    },
    items: ['OAT', 'TEA', 'MUG', 'FIG', 'PLUM'].map((id) => anItem(id)),
  });
  const { hub, store, clock } = small;
  world = await accessWorld({
    backend: { hub, store, now: () => clock.now() },
    mine: await arrived(small, mineDraft),
    gone: await arrived(small, othersDraft),
    others: await placed(small, othersPickup),
    pass: (ms) => pass(small, ms),
  });
  const document = await world.api.http.app.inject({ url: '/openapi.json' });
  // Reads come first, so that they meet the world as it was made.
  operations = [...operationsOf(document.json<ApiDocument>())].sort(
    (a, b) => Number(a.method !== 'GET') - Number(b.method !== 'GET'),
  );
}, 120_000);
afterAll(() => world.stop());

const absent = (n: number): Names => ({
  order_id: `ord_01990000-0000-7000-8000-00000000000${n}`,
  fulfilment_id: `ful_01990000-0000-7000-8000-00000000000${n}.1.1`,
  node: `st_none_${n}`,
  item: `NONE${n}`,
});
const namesOf = (target: Target): Names => {
  if (target === 'mine') return world.mine;
  return target === 'others' ? world.others : absent(target === 'missing' ? 1 : 2);
};

/** Bodies that are well made, so that the answer is about access; kinds that may not do it are refused before it is read. */
const bodies: Readonly<Record<string, (names: Names) => unknown>> = {
  cancelOrder: () => ({ reason: 'changed my mind' }),
  choosePickupOption: () => ({ option: 'ship' }),
  wishWhileWaiting: () => ({ wish: 'ship_partial' }),
  createTrackingLink: () => ({ tier: 'basic' }),
  requestReturn: () => ({
    method: 'send',
    lines: [{ line_no: 1, units: 1, reason: 'too big', condition: 'unopened' }],
  }),
  openClaim: () => ({ claim: 'damaged', lines: [{ line_no: 1, units: 1 }] }),
  acceptFulfilment: () => ({ epoch: 1 }),
  rejectFulfilment: () => ({ epoch: 1, reason: 'too busy' }),
  reportShortPick: () => ({ epoch: 1, lines: [{ line_no: 1, missing_units: 1 }] }),
  takePickGroup: ({ fulfilment_id: id }) => ({ totes: [{ fulfilment_id: id, epoch: 1 }] }),
  drainNode: () => ({ reason: 'storm' }),
  strikeNode: () => ({ reason: 'storm' }),
  restoreNode: () => ({ reason: 'over' }),
  putStockFeed: ({ item }) => ({
    made_at: '2026-01-01T00:00:00Z',
    complete: false,
    rows: [{ item, on_hand_units: 60 }],
  }),
  setStock: ({ node, item }) => ({ reason: 'count', rows: [{ node, item, on_hand_units: 60 }] }),
  adjustStock: ({ node, item }) => ({ rows: [{ node, item, units: 1, reason: 'found' }] }),
  shipTransfer: () => ({}),
  receiveTransfer: () => ({}),
};

const nobody = 'nobody-has-this';

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function ask(
  kind: PrincipalKind,
  operation: Operation,
  { names, isNarrowed = true }: { readonly names: Names; readonly isNarrowed?: boolean },
): Promise<Answer> {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(names[`${operation.operationId}.${name}`] ?? names[name] ?? nobody),
  );
  const asked = operation.parameters
    .filter(({ in: place, required }) => place === 'query' && (isNarrowed || required))
    .flatMap(({ name }) => (names[name] === undefined ? [] : [`${name}=${names[name]}`]));
  const body = bodies[operation.operationId]?.(names);
  const token = world.callers[kind];
  // The stream of events ends with the world; who may hear it is told by how it begins.
  const payloadAsStream = operation.operationId === 'streamEvents' && kind === 'admin';
  const answer = await world.api.http.app.inject({
    payloadAsStream,
    method: operation.method,
    url: asked.length === 0 ? path : `${path}?${asked.join('&')}`,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  if (payloadAsStream) return { status: answer.statusCode, text: '' };
  return { status: answer.statusCode, text: answer.payload.replace(/"trace_id":"\w+"/, '') };
}

/** Whether an answer holds what its reader must not learn. */
function tells(kind: PrincipalKind, { text }: Answer): boolean {
  if (kind === 'analyst') return world.persons.some((secret) => text.includes(secret));
  const secrets = kind === 'enterprise' ? world.secrets : [...world.secrets, ...world.places];
  return secrets.some((secret) => text.includes(secret));
}

const codeOf = ({ text }: Answer): string => /"code":"(OM\d+)"/.exec(text)?.[1] ?? '';
const grantFor = (kind: PrincipalKind, { operationId }: Operation) =>
  grantOf(kind, actions.get(operationId) ?? 'event.read');

/** Every kind but those who reach everything asks for every operation about every target. */
async function* cells(kinds: readonly PrincipalKind[]) {
  for (const operation of operations)
    for (const kind of kinds)
      for (const target of targets) {
        const answer = await ask(kind, operation, { names: namesOf(target) });
        yield { operation, kind, target, answer, grant: grantFor(kind, operation) };
      }
}

const restricted = principalKinds.filter((kind) => kind !== 'admin');
const isRefused = (kind: PrincipalKind, { status }: Answer): boolean =>
  status === (kind === 'anonymous' ? 401 : 403);
const isSame = (one: Answer, other: Answer): boolean =>
  one.status === other.status && one.text === other.text;

function count(answer: Answer, target: Target, isGranted: boolean): void {
  if (!isGranted) counts.refused += 1;
  else if (target === 'mine' && ![401, 404].includes(answer.status)) counts.reached += 1;
  else if (codeOf(answer) === 'OM3001') counts.hidden += 1;
}

const counts = { cells: 0, refused: 0, hidden: 0, reached: 0, leaks: 0 };

describe('every operation, asked by every kind of caller, about theirs, another’s and what is not there', () => {
  it('leaks nothing: another’s thing is answered word for word as one that does not exist', async () => {
    const faults: string[] = [];
    const first = new Map<string, Answer>();
    for await (const { operation, kind, target, answer, grant } of cells(restricted)) {
      counts.cells += 1;
      const where = `${kind} ${operation.operationId} ${target}: ${answer.status} ${answer.text.slice(0, 200)}`;
      if (tells(kind, answer)) faults.push(`tells: ${where}`);
      if (answer.status >= 500) faults.push(`fails: ${where}`);
      if (grant === undefined && !isRefused(kind, answer)) faults.push(`not refused: ${where}`);
      count(answer, target, grant !== undefined);
      if (kind === 'analyst' || target === 'mine') continue;
      const key = `${kind} ${operation.operationId}`;
      const before = first.get(key) ?? answer;
      first.set(key, before);
      if (!isSame(before, answer))
        faults.push(`differs: ${where}, from ${before.text.slice(0, 200)}`);
    }
    counts.leaks = faults.length;
    expect(faults, JSON.stringify(counts)).toEqual([]);
    expect(counts.cells).toBe(operations.length * restricted.length * targets.length);
    expect(counts.hidden).toBeGreaterThan(300);
    expect(counts.reached).toBeGreaterThan(130);
  }, 600_000);

  it('keeps nothing from the admin: both owners’ things are read, and what is not there is missing', async () => {
    const faults: string[] = [];
    let [cellsOfAdmin, read] = [0, 0];
    for await (const { operation, target, answer } of cells(['admin'])) {
      cellsOfAdmin += 1;
      const fault = faultOfAdmin(operation, target, answer);
      if (fault !== undefined)
        faults.push(
          `${fault}: ${operation.operationId} ${target}: ${answer.status} ${answer.text.slice(0, 200)}`,
        );
      read += Number(operation.method === 'GET' && isAboutNamed(operation) && isThere(target));
    }
    expect(faults).toEqual([]);
    expect(cellsOfAdmin).toBe(operations.length * targets.length);
    expect(read).toBeGreaterThan(40);
  }, 300_000);

  it.each([
    ['consumer', 'listPickupChoices', 200],
    ['vip', 'exchangeById', 200],
    ['enterprise', 'claimById', 200],
    ['consumer', 'listTrackingLinks', 200],
    ['3pl', 'claimOffer', 200],
  ] as const)('has such things in its world: %s asks %s about theirs', async (kind, id, status) => {
    const operation = operations.find(({ operationId }) => operationId === id) ?? fail();
    const [mine, others] = [
      await ask(kind, operation, { names: world.mine }),
      await ask(kind, operation, { names: world.others }),
    ];
    expect([mine.status, others.status, codeOf(others)]).toEqual([status, 404, 'OM3001']);
  });

  it('narrows every list to what is theirs', async () => {
    const faults: string[] = [];
    for (const operation of operations.filter(({ method }) => method === 'GET'))
      for (const kind of restricted.filter((one) => one !== 'analyst')) {
        const answer = await ask(kind, operation, {
          names: world.mine,
          isNarrowed: false,
        });
        if (tells(kind, answer))
          faults.push(`${kind} ${operation.operationId}: ${answer.text.slice(0, 200)}`);
      }
    expect(faults).toEqual([]);
    const mine = await ask('consumer', operations.find(isListOfOrders) ?? fail(), {
      names: {},
    });
    expect([mine.status, mine.text.includes(world.mine['order_id'] ?? '-')]).toEqual([200, true]);
  }, 300_000);

  it('names an action for each operation, and an owner wherever a kind reaches only its own', () => {
    const without = routes(openStreams()).filter(
      ({ access }) =>
        access.of === undefined &&
        principalKinds.some((kind) => grantOf(kind, access.action)?.reach === 'own'),
    );
    expect(without.map(({ operationId }) => operationId)).toEqual([]);
    expect(actions.size).toBe(operations.length);
  });
});

const isThere = (target: Target): boolean => target === 'mine' || target === 'others';

/** What is wrong with an answer to the admin; undefined when nothing is. */
function faultOfAdmin(
  operation: Operation,
  target: Target,
  { status }: Answer,
): string | undefined {
  if (status >= 500) return 'fails';
  if ([401, 403].includes(status)) return 'refused';
  if (!isAboutNamed(operation) || answersAnyway.has(operation.operationId)) return undefined;
  if (!isThere(target) && status < 400) return 'made of nothing';
  const isAsItIs = operation.method !== 'GET' || status === (isThere(target) ? 200 : 404);
  return isAsItIs ? undefined : 'not as it is';
}

/** One result per work, whose reason says that it is not there; nothing erased is an answer; no forecast was made. */
const answersAnyway = new Set(['takePickGroup', 'eraseCustomer', 'getStockSuggestions']);

/** Whether all that the path of an operation names is in the world, for either owner. */
const isAboutNamed = ({ operationId, path }: Operation): boolean => {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const isKnown = (name: string): boolean =>
    [`${operationId}.${name}`, name].some((one) => world.mine[one] !== undefined);
  return named.length > 0 && named.every(isKnown);
};
const isListOfOrders = ({ operationId }: Operation): boolean => operationId === 'listOrders';
const fail = (): never => {
  throw new Error('There is no list of orders.');
};
