import type { PlantedBug } from '../bug.ts';

const folder = 'packages/app/src/webhooks/';
const fresh = `${folder}deliver-new.ts`;
const again = `${folder}deliver.ts`;

/** Subscribers that are told what happens. */
export const webhookBugs: readonly PlantedBug[] = [
  {
    name: 'a message that failed is forgotten: the progress goes past it',
    file: fresh,
    find: '    await deliveriesOf(round, failed),',
    replace: '    await deliveriesOf(round, failed.slice(8)),',
    like: ['C7', 'C42'],
  },
  {
    name: 'a chunk that was sent is taken for the whole page',
    file: fresh,
    find: 'const upTo = done === messages.length ? watermark : (chunk.at(-1)?.event.sequence ?? watermark);',
    replace: 'const upTo = done > 0 ? watermark : (chunk.at(-1)?.event.sequence ?? watermark);',
    like: ['C7', 'C40'],
  },
  {
    name: 'who held a subscription when it died holds it for ever',
    file: fresh,
    find: "  owner !== '' && owner !== own && at < leaseUntilAt;",
    replace: "  owner !== '' && owner !== own && leaseUntilAt < Infinity && at > 0;",
    like: ['C40', 'C45'],
  },
  {
    name: 'a message is told again under another id',
    file: again,
    find: '  const sent = await sendTo(parts, subscription, message);',
    replace:
      '  const sent = await sendTo(parts, subscription, { ...message, messageId: `${message.messageId}r` });',
    like: ['C28', 'C50'],
  },
  {
    name: 'what failed once is never due again',
    file: `${folder}subscription.ts`,
    find: "  state === 'waiting' ? nextAt : openedAt + retentionMs;",
    replace: "  state === 'dead' ? nextAt : openedAt + retentionMs;",
    like: ['C43'],
  },
  {
    name: 'who wants to be told of one node is told of all',
    file: `${folder}event-filter.ts`,
    find: '    (filter.nodeIds.length === 0 || namesNode(event.body, new Set(filter.nodeIds)))',
    replace: '    (filter.nodeIds.length < 9 || namesNode(event.body, new Set(filter.nodeIds)))',
    like: ['C32'],
  },
  {
    name: 'the place of a message in its order leaves out what the subscriber does not want',
    file: `${folder}message.ts`,
    find: '    orderSequence += 1;',
    replace: '    if (isWanted(earlier)) orderSequence += 1;',
    like: ['C42'],
  },
  {
    name: 'an endpoint that is on again gets what happens from now on',
    file: `${folder}desk/desk.ts`,
    find: '      if (resumed.ok) await makeDue(parts, id);',
    replace:
      '      if (resumed.ok) await parts.hub.keepCases({ changed: [{ ...((await parts.store.cases([`whc_${id.slice(4)}`]))[0] as object), version: resumed.value.progress.version + 1, document: { ...resumed.value.progress, sequence: parts.hub.figures().boardSequence } } as never] });',
    like: ['C42', 'C45'],
  },
  {
    name: 'the key before goes on signing alone',
    file: `${folder}subscription.ts`,
    find: '  subscription.key,\n  ...oldKeysAt(subscription, at).map(({ key }) => key),',
    replace: '  subscription.keyBefore?.key ?? subscription.key,',
    like: ['C32', 'C40'],
  },
  {
    name: 'what is signed is not what is sent',
    file: `${folder}wire/signature.ts`,
    find: 'Buffer.from(`${messageId}.${String(timestampSeconds)}.${body}`)',
    replace: 'Buffer.from(`${messageId}.${body}`)',
    like: ['C28'],
  },
  {
    name: 'a request for another key that comes again changes it again',
    file: `${folder}desk/desk.ts`,
    find: 'if (askedAs !== undefined && rotatedBy.includes(askedAs)) return {};',
    replace: 'if (askedAs === rotatedBy.length.toString()) return {};',
    like: ['C44', 'C50'],
  },
  {
    name: 'a message is signed as of the hour',
    file: `${folder}wire/send.ts`,
    find: "  'webhook-timestamp': String(timestampSeconds),\n  'webhook-signature': signatureHeader(keys, { messageId, timestampSeconds, body }),",
    replace:
      "  'webhook-timestamp': String(timestampSeconds - (timestampSeconds % 3600)),\n  'webhook-signature': signatureHeader(keys, { messageId, timestampSeconds: timestampSeconds - (timestampSeconds % 3600), body }),",
    like: ['C28', 'C50'],
  },
];
