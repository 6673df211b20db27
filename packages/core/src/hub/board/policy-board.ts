import { standardPolicy } from '../../aftercare/index.ts';
import type { AftercarePolicy } from '../../aftercare/index.ts';
import type { PublishedStrategy, StrategyDocument } from '../../strategy/index.ts';
import type { DocumentRecord } from '../ports/records.ts';

/** The newest aftercare policy that was published; until then the standard one, as version 0. */
export class PolicyBoard {
  policy: AftercarePolicy = standardPolicy;
  version = 0;

  /** @returns whether the record is a policy */
  install({ kind, version, document }: DocumentRecord): boolean {
    if (kind !== 'aftercare') return false;
    if (version > this.version) {
      this.policy = document as AftercarePolicy;
      this.version = version;
    }
    return true;
  }
}

/** Adds a strategy version to those that are known, once. */
export function rememberStrategy(
  published: (PublishedStrategy & { readonly note: string })[],
  { document: sent, publishedAt, note }: DocumentRecord,
): void {
  const document = sent as StrategyDocument;
  const known = published.some(
    (one) =>
      one.document.strategyId === document.strategyId && one.document.version === document.version,
  );
  if (!known) published.push({ document, publishedAt, note });
}
