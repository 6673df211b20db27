import type { Hub, Store } from '@ordermesh/core/hub';
import type { KeyBox } from '../webhooks/index.ts';
import type { PersonalKeyDocument } from './personal-keys.ts';

/**
 * Wraps the keys of envelopes with the newest secret, where an older one wrapped them; the envelopes stay as they are.
 * Once it is done the older secret can be taken away. Somebody else's change in between wins; the next run looks again.
 *
 * @returns how many keys were wrapped again
 */
export async function sealKeysAgain(
  { hub, store }: { readonly hub: Pick<Hub, 'keepCases'>; readonly store: Pick<Store, 'caseList'> },
  box: KeyBox,
): Promise<number> {
  if (!box.seals) return 0;
  let again = 0;
  for (let after: string | undefined; ;) {
    const page = await store.caseList(
      { kind: 'personal_key', state: 'live' },
      { limit: 200, after },
    );
    const changed = page.rows.flatMap((record) => {
      const document = record.document as PersonalKeyDocument;
      const { wrapped } = document;
      if (wrapped === undefined || box.isFresh(wrapped)) return [];
      const fresh = box.seal(box.open(wrapped, record.caseId), record.caseId);
      return [
        { ...record, version: record.version + 1, document: { ...document, wrapped: fresh } },
      ];
    });
    if (changed.length > 0 && (await hub.keepCases({ changed })).ok) again += changed.length;
    if (page.next === undefined) return again;
    after = page.next;
  }
}
