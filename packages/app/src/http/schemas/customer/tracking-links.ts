import Type from 'typebox';
import { transparencyTiers } from '@ordermesh/core/parties';
import type { TransparencyTier } from '@ordermesh/core/parties';
import { fromTier, idText, instant, named, oneOf, strict } from '../fields.ts';

const linkFields = {
  link_id: idText('trl_…'),
  order_id: idText('ord_…'),
  tier: oneOf<TransparencyTier>(transparencyTiers, { description: 'How much the link shows.' }),
  state: oneOf(['live', 'expired', 'revoked']),
  created_at: instant('When it was made.'),
  expires_at: instant('Until when it is valid.'),
};

export const trackingLinkSchema = fromTier(
  'basic',
  named(
    'TrackingLink',
    strict(linkFields, { description: 'A link to one order at one tier, without its token.' }),
  ),
);

export const newTrackingLinkSchema = fromTier(
  'basic',
  named(
    'NewTrackingLink',
    strict(
      {
        ...linkFields,
        token: Type.String({ description: '192 random bits, shown once; only its hash is kept.' }),
        path: Type.String({ description: 'Where it leads: /t/ and the token.' }),
      },
      { description: 'A new link with its token.' },
    ),
  ),
);
