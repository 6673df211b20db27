import Type from 'typebox';
import { approvalSchema } from './access/approvals.ts';
import {
  fieldErrorSchema,
  idText,
  instant,
  named,
  nullable,
  oneOf,
  ref,
  strict,
} from './fields.ts';

export const cloudEventSchema = named(
  'CloudEvent',
  Type.Object(
    {
      specversion: oneOf(['1.0']),
      type: Type.String({ description: 'dev.ordermesh.<family>.<past verb>.v<major>' }),
      source: Type.String(),
      id: Type.String(),
      subject: Type.String(),
      time: instant('When it happened.'),
      recordedtime: instant('When it was committed.'),
      datacontenttype: oneOf(['application/json']),
      partitionkey: Type.Optional(Type.String({ description: 'The order: the unit of ordering.' })),
      sequence: Type.String({ description: 'Position in the log, zero-padded; compares as text.' }),
      causationid: Type.Optional(Type.String()),
      traceparent: Type.Optional(Type.String()),
      data: Type.Object({}),
    },
    { description: 'An event of the log, CloudEvents 1.0.2 in structured mode.' },
  ),
);

export const epcisEventSchema = named(
  'EpcisEvent',
  Type.Object(
    { type: Type.String(), eventTime: Type.String(), eventTimeZoneOffset: Type.String() },
    {
      additionalProperties: true,
      description: 'One EPCIS 2.0 event in JSON-LD.',
      examples: [
        {
          type: 'ObjectEvent',
          action: 'OBSERVE',
          bizStep: 'picking',
          eventTime: '2026-11-25T08:00:00.000Z',
          eventTimeZoneOffset: '+08:00',
        },
      ],
    },
  ),
);

export const epcisDocumentSchema = named(
  'EpcisDocument',
  Type.Object(
    { type: Type.String() },
    { additionalProperties: true, description: 'An EPCIS 2.0 document with many events.' },
  ),
);

export const captureResultSchema = named(
  'CaptureResult',
  strict(
    {
      ok: Type.Boolean(),
      event_id: Type.Optional(Type.String()),
      kind: Type.Optional(Type.String()),
      order_id: Type.Optional(nullable(idText('ord_…'))),
      duplicate: Type.Optional(
        Type.Boolean({ description: 'It was known already; nothing changed.' }),
      ),
      errors: Type.Optional(Type.Array(fieldErrorSchema)),
    },
    { description: 'What became of one event.' },
  ),
);

export const captureSchema = named(
  'Capture',
  strict({
    accepted: Type.Integer(),
    duplicates: Type.Integer(),
    refused: Type.Integer(),
    results: Type.Array(ref(captureResultSchema)),
  }),
);

export const factSchema = named(
  'Fact',
  strict({
    hash: Type.String({ description: 'Event Hash ID, ver=CBV2.0.' }),
    event_id: Type.String(),
    kind: Type.String(),
    at: instant('When it happened.'),
    recorded_at: instant('When it was captured.'),
    order_id: nullable(idText('ord_…')),
    correction: Type.Boolean(),
    object_uris: Type.Array(Type.String()),
    epcis: ref(epcisEventSchema),
  }),
);

export const decisionSchema = named(
  'Decision',
  strict(
    {
      decision_id: idText('dec_…'),
      order_id: idText('ord_…'),
      kind: oneOf(['route', 'reroute']),
      at: instant('When.'),
      network_version: Type.Integer(),
      strategy_id: Type.String(),
      strategy_version: Type.Integer(),
      explanation: Type.Optional(Type.Unknown({ description: 'With explain=true.' })),
      versus: Type.Optional(Type.Unknown({ description: 'With vs=<node>.' })),
      counterfactuals: Type.Optional(
        Type.Unknown({ description: 'With counterfactuals=true; empty where no plan was found.' }),
      ),
    },
    { description: 'A stored decision: what was asked under which versions.' },
  ),
);

export const explanationSchema = named(
  'Explanation',
  Type.Object(
    {
      reassigned: Type.Optional(
        Type.Object(
          {},
          {
            additionalProperties: true,
            description:
              'Where orders that nobody had begun changed nodes: the plan before and after with their cost items, what ' +
              'it saves, the orders that changed together, the promise that it keeps, and a sentence.',
          },
        ),
      ),
    },
    { additionalProperties: true, description: 'Why it was decided so, in words and numbers.' },
  ),
);

export const replaySchema = named(
  'Replay',
  strict(
    {
      decision_id: idText('dec_…'),
      order_id: idText('ord_…'),
      kind: oneOf(['route', 'reroute']),
      at: instant('When it was decided.'),
      same: Type.Boolean({ description: 'The answer is the stored one, byte for byte.' }),
      differences: Type.Array(Type.String(), {
        description:
          'What differs first, its kind before the colon: network, strategy, record or code.',
      }),
    },
    { description: 'A stored decision asked again under its own versions.' },
  ),
);

const planSummary = strict({
  sent_by: Type.Array(strict({ node_id: idText('Node.'), service_id: idText('Service.') })),
  total_minor: Type.Integer(),
});

export const replayTodaySchema = named(
  'ReplayToday',
  strict(
    {
      decision_id: idText('dec_…'),
      same: Type.Boolean({ description: 'The same nodes would send the same goods.' }),
      before: nullable(planSummary),
      now: nullable(planSummary),
      inputs: Type.Array(
        strict({
          input: Type.String({ description: 'What is seen otherwise, e.g. stock.' }),
          at: Type.String({ description: 'Where: a node, with the item for stock.' }),
          before: Type.String(),
          now: Type.String(),
        }),
        { description: 'Of each kind the first that differs.' },
      ),
    },
    { description: 'What the order would get on today’s board, and what changed since.' },
  ),
);

export const strategySchema = named(
  'Strategy',
  Type.Object(
    { strategy_id: Type.String(), version: Type.Optional(Type.Integer()), name: Type.String() },
    {
      additionalProperties: true,
      description: 'A strategy document; core/strategy judges it field by field.',
    },
  ),
);

export const strategyVersionSchema = named(
  'StrategyVersion',
  strict({
    strategy_id: Type.String(),
    version: Type.Integer(),
    live: Type.Boolean(),
    published_at: instant('When.'),
    note: Type.String(),
    document: ref(strategySchema),
    approval: Type.Optional(ref(approvalSchema)),
  }),
);

export const checkedStrategySchema = named(
  'CheckedStrategy',
  strict({
    document: ref(strategySchema),
    warnings: Type.Array(fieldErrorSchema),
    approval: Type.Optional(ref(approvalSchema)),
  }),
);

export const strategyChangeSchema = named(
  'StrategyChange',
  strict({
    part: Type.String(),
    id: Type.String(),
    change: oneOf(['added', 'removed', 'changed', 'reordered']),
    says: strict({ en: Type.String(), zh: Type.String() }),
  }),
);
