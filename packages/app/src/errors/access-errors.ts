import { entry } from './entry.ts';
import type { ErrorEntry } from './entry.ts';

/** Who may not do what. */
export const accessErrors = {
  'not-for-this-kind': entry(
    ['OM2104', 403, 64],
    [
      'Not for this kind of caller',
      'Callers of this kind may not do this, or not see so much of it, whatever it is about.',
    ],
    ['Read docs/guide/access.md: it lists what each kind may do.', 'Use a key of another kind.'],
  ),
  'token-keys-unreachable': entry(
    ['OM2105', 503, 69],
    [
      'The keys of the identity provider cannot be had',
      'A token cannot be checked now: the address of the keys (setting tokenKeys) does not answer.',
    ],
    ['Send it again in some seconds.', 'Use an API key meanwhile.', 'ordermesh config print'],
  ),
} satisfies Readonly<Record<string, ErrorEntry>>;
