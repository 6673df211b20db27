import {
  checked,
  faultAt,
  idText,
  instant,
  integer,
  itemId,
  list,
  nodeId,
  oneOf,
  optional,
  otherwise,
  readDocument,
  shape,
  text,
  yesNo,
} from '../../../words/index.ts';
import type { InputFault, Outcome, Reading } from '../../../words/index.ts';
import { customerTiers } from '../../../parties/decide/index.ts';
import type { AllocationDocument, ChannelBranch, Fence } from './document.ts';

const unitsMax = 1_000_000_000;
const units = integer({ min: 0, max: unitsMax });
const name = text({
  max: 64,
  pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*$/,
  like: 'letters, digits, dot, dash and underscore, e.g. spring-launch',
});
const channel = text({ max: 64, pattern: /^(\*|[a-z0-9][a-z0-9_.-]*)$/, like: 'a channel, or *' });
const customer = text({ max: 128, pattern: /^[^\s\p{Cc}/]+$/u, like: 'the code of a customer' });
const nodes = list(idText(nodeId), { max: 1000 });
const items = list(idText(itemId), { max: 10_000 });
const tier = oneOf(customerTiers);

const buffer = checked(
  shape({
    buffer_id: name,
    channel,
    nodes: otherwise(nodes, []),
    node_tags: otherwise(list(text({ max: 64 }), { max: 50 }), []),
    items: otherwise(items, []),
    units: otherwise(units, 0),
    percent: otherwise(integer({ min: 0, max: 100 }), 0),
  }),
  (read, on) => {
    if (read.units === 0 && read.percent === 0)
      faultAt(on, ['units'], {
        reason: 'keeps-nothing-back',
        remedy: 'Send units or percent above 0, or leave this buffer out.',
      });
  },
);

const channelBranch = shape({
  channel,
  units,
  open_pool: otherwise(yesNo, true),
  tiers: otherwise(
    list(
      shape({
        tier,
        units,
        customers: otherwise(list(shape({ customer_id: customer, units }), { max: 500 }), []),
      }),
      { max: 10 },
    ),
    [],
  ),
});

const fence = checked(
  shape({
    fence_id: name,
    nodes: list(idText(nodeId), { min: 1, max: 1000 }),
    items: list(idText(itemId), { min: 1, max: 1000 }),
    until: optional(instant),
    channels: list(channelBranch, { min: 1, max: 100 }),
  }),
  checkBranches,
);

const document = checked(
  shape({
    version: otherwise(integer({ min: 0, max: 1_000_000_000 }), 0),
    buffers: otherwise(list(buffer, { max: 1000 }), []),
    fences: otherwise(list(fence, { max: 1000 }), []),
    shelf_life: otherwise(
      list(
        shape({
          items: otherwise(items, []),
          channels: otherwise(list(channel, { max: 100 }), []),
          tiers: otherwise(list(tier, { max: 10 }), []),
          customer_ids: otherwise(list(customer, { max: 500 }), []),
          days: integer({ min: 1, max: 3650 }),
        }),
        { max: 500 },
      ),
      [],
    ),
  }),
  (read, on) => {
    repeated(read.buffers.map(({ buffer_id: id }) => id)).forEach((at) => {
      faultAt(on, ['buffers', at, 'buffer_id'], once);
    });
    repeated(read.fences.map(({ fence_id: id }) => id)).forEach((at) => {
      faultAt(on, ['fences', at, 'fence_id'], once);
    });
    checkOneFencePerPlace(read.fences, on);
  },
);

/**
 * Reads an allocation from untrusted JSON, strictly: unknown fields, quotas of children above their parent's, two
 * fences at one place are faults.
 */
export const readAllocation = (
  source: unknown,
): Outcome<AllocationDocument, readonly InputFault[]> => readDocument(document, source);

const once = { reason: 'duplicate', remedy: 'Send each of these once.' };

/** Indices of texts that came before. */
const repeated = (texts: readonly string[]): readonly number[] =>
  texts.flatMap((one, at) => (texts.indexOf(one) < at ? [at] : []));

const sum = (parts: readonly { readonly units: number }[]): number =>
  parts.reduce((total, part) => total + part.units, 0);

function checkBranches(read: { readonly channels: readonly ChannelBranch[] }, on: Reading): void {
  repeated(read.channels.map((branch) => branch.channel)).forEach((at) => {
    faultAt(on, ['channels', at, 'channel'], once);
  });
  read.channels.forEach((branch, at) => {
    const path = ['channels', at];
    checkShares(branch.units, branch.tiers, { on, path });
    repeated(branch.tiers.map((one) => one.tier)).forEach((tierAt) => {
      faultAt(on, [...path, 'tiers', tierAt, 'tier'], once);
    });
    branch.tiers.forEach((one, tierAt) => {
      const tierPath = [...path, 'tiers', tierAt];
      checkShares(one.units, one.customers, { on, path: tierPath });
      repeated(one.customers.map(({ customer_id: id }) => id)).forEach((customerAt) => {
        faultAt(on, [...tierPath, 'customers', customerAt, 'customer_id'], once);
      });
    });
  });
}

function checkShares(
  quotaUnits: number,
  children: readonly { readonly units: number }[],
  { on, path }: { readonly on: Reading; readonly path: readonly (string | number)[] },
): void {
  const wanted = sum(children);
  if (wanted > quotaUnits)
    faultAt(on, [...path, 'units'], {
      reason: 'children-above-parent',
      remedy: `Its children keep ${String(wanted)} units together: send at least that, or less for them.`,
    });
}

function checkOneFencePerPlace(fences: readonly Fence[], on: Reading): void {
  const places = new Map<string, string>();
  fences.forEach((one, at) => {
    const taken = one.nodes
      .flatMap((node) => one.items.map((item) => `${node} ${item}`))
      .find((place) => places.has(place));
    if (taken !== undefined)
      faultAt(on, ['fences', at], {
        reason: 'place-fenced-already',
        remedy: `Fence ${places.get(taken) ?? ''} is at ${taken} already: put both into one fence.`,
      });
    for (const node of one.nodes)
      for (const item of one.items) places.set(`${node} ${item}`, one.fence_id);
  });
}
