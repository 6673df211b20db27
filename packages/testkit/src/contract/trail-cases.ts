import { trailSealer, verifyTrail } from '@ordermesh/core/hub';
import type { Actor, SealingKey, Store, TrailHead, TrailSeal } from '@ordermesh/core/hub';
import { orderId } from '@ordermesh/core/words';

import { anEvent, aUnit, monday } from '../build/unit.ts';
import { plain } from './same.ts';
import type { ContractCase } from './same.ts';

const anna: Actor = { principal: 'key_anna', operation: 'setNodeState', requestId: 'req-1' };
const linkOf = (seal: TrailSeal | undefined) =>
  seal && [seal.number, seal.entries.length, seal.previousHash];
const positionOf = ({ sequence }: { readonly sequence: number }): number => sequence;
const whole = { afterSeal: 0, sealsMax: 200 };

/** What every store holds about the seals over the audit trail. */
export const trailCases: readonly ContractCase<Store>[] = [
  {
    name: 'seals what people changed and nothing else, each seal bound to the one before, and all of it fits',
    run: async (store, same) => {
      const look = trailSealer(store, () => monday);
      await store.commit([
        aUnit({
          events: [
            anEvent('e_1', { subject: 'node/st_001', by: anna }),
            anEvent('e_2'),
            anEvent('e_3', { subject: 'order/ord_1', orderId: orderId('ord_1'), by: anna }),
          ],
        }),
      ]);
      const first = await look();
      await store.commit([aUnit({ events: [anEvent('e_4', { by: anna })] })]);
      const second = await look();
      same([first, second].map(linkOf), [
        [1, 2, '0'.repeat(64)],
        [2, 1, first?.hash],
      ]);
      same(second?.afterSequence, first?.throughSequence);
      same(plain(await store.seals(0, 9)), plain([first, second]));
      same(plain(await store.seals(1, 9)), plain([second]));
      same(plain(await store.lastSeal()), plain(second));
      const checked = await verifyTrail(store, whole);
      same(
        [checked.seals, checked.entries, checked.misfit, checked.last?.hash, checked.isEnd],
        [2, 3, undefined, second?.hash, true],
      );
      const listed = await store.auditList({}, { limit: 9, after: undefined });
      same(
        [second, first].flatMap((seal) => [...(seal?.entries ?? [])].reverse()).map(positionOf),
        listed.rows.map(positionOf),
      );
    },
  },
  {
    name: 'keeps the signature of a seal beside it, and none where there is none',
    run: async (store, same) => {
      let known: TrailHead | undefined;
      const key: SealingKey = {
        sign: (text) => ({ keyId: 'aud_a', value: text }),
        judge: () => 'right',
        known: { read: () => known, write: (head) => (known = head) },
      };
      await store.commit([aUnit({ events: [anEvent('e_1', { by: anna })] })]);
      await trailSealer(store, () => monday)();
      await store.commit([aUnit({ events: [anEvent('e_2', { by: anna })] })]);
      const signed = await trailSealer(store, () => monday, { key })();
      const kept = plain(await store.seals(0, 9)) as readonly TrailSeal[];
      same(
        kept.map((seal) => ['signature' in seal, seal.signature?.keyId]),
        [
          [false, undefined],
          [true, 'aud_a'],
        ],
      );
      same(plain(await store.lastSeal()), plain(signed));
      same(known, signed && { number: signed.number, hash: signed.hash });
    },
  },
  {
    name: 'tells how far sealing is: the newest seal, the newest signed one, and what waits since when',
    run: async (store, same) => {
      const key: SealingKey = {
        sign: (text) => ({ keyId: 'aud_a', value: text }),
        judge: () => 'right',
        known: { read: () => undefined, write: () => undefined },
      };
      const progress = async () => plain(await store.trailProgress(100));
      const none = { lastSeal: 0, sealedAt: null, signedThrough: null };
      same(await progress(), { ...none, unsealed: 0, unsealedSince: null });
      await store.commit([
        aUnit({ events: [anEvent('e_1'), anEvent('e_2', { by: anna })] }),
        aUnit({ at: monday + 5, events: [anEvent('e_3', { by: anna })] }),
      ]);
      same(await progress(), { ...none, unsealed: 2, unsealedSince: monday });
      same((await store.trailProgress(2)).unsealed, 1);
      await trailSealer(store, () => monday + 60, { key })();
      const signed = { lastSeal: 1, sealedAt: monday + 60, signedThrough: 1 };
      same(await progress(), { ...signed, unsealed: 0, unsealedSince: null });
      await store.commit([
        aUnit({ at: monday + 70, events: [anEvent('e_4', { by: anna }), anEvent('e_5')] }),
      ]);
      same(await progress(), { ...signed, unsealed: 1, unsealedSince: monday + 70 });
      await trailSealer(store, () => monday + 80)();
      same(plain(await store.trailProgress(100)), {
        ...{ lastSeal: 2, sealedAt: monday + 80, signedThrough: 1 },
        ...{ unsealed: 0, unsealedSince: null },
      });
    },
  },
  {
    name: 'writes no seal for what the house does by itself, and takes each number once',
    run: async (store, same) => {
      const [one, two] = [trailSealer(store, () => monday), trailSealer(store, () => monday + 1)];
      same(await one(), undefined);
      await store.commit([aUnit({ events: [anEvent('e_1')] })]);
      same(await one(), undefined);
      await store.commit([aUnit({ events: [anEvent('e_2', { by: anna })] })]);
      const sealed = await one();
      same([sealed?.number, await two()], [1, undefined]);
      same(sealed && (await store.addSeal({ ...sealed, hash: 'f'.repeat(64) })), false);
      same((await store.lastSeal())?.hash, sealed?.hash);
      await store.commit([aUnit({ events: [anEvent('e_3', { by: anna })] })]);
      same((await two())?.previousHash, sealed?.hash);
    },
  },
];
