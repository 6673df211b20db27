import type { WebhookParts } from './deliver.ts';
import { subscriptionCase } from './subscription.ts';
import type { Subscription } from './subscription.ts';

/**
 * Seals the keys of a subscription with the newest secret, when they were kept as they are or sealed with an older one.
 * Somebody else's change in between wins; the next start looks again.
 */
export async function sealAgain(
  { box, hub }: Pick<WebhookParts, 'box' | 'hub'>,
  subscription: Subscription,
): Promise<void> {
  const { subscriptionId: id, key, keyBefore, keysEarlier, version } = subscription;
  const old = [...(keyBefore ? [keyBefore] : []), ...(keysEarlier ?? [])];
  if ([key, ...old.map((one) => one.key)].every((kept) => box.isFresh(kept))) return;
  const again = (kept: string): string => box.seal(box.open(kept, id), id);
  const sealed: Subscription = {
    ...subscription,
    key: again(key),
    keyBefore: keyBefore && { ...keyBefore, key: again(keyBefore.key) },
    ...(keysEarlier && {
      keysEarlier: keysEarlier.map((one) => ({ ...one, key: again(one.key) })),
    }),
    version: version + 1,
  };
  await hub.keepCases({ changed: [subscriptionCase(sealed)] });
}
