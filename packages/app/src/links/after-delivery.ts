import type { TrackViews } from '@ordermesh/core/track';
import { moneyText } from '@ordermesh/core/words';
import type { TransparencyTier } from '@ordermesh/core/parties';
import { escaped } from './html.ts';
import type { PageLanguage } from './html.ts';

type After = NonNullable<TrackViews[TransparencyTier]['afterDelivery']>;
type Return = After['returns'][number];
type Exchange = After['exchanges'][number];
type Claim = After['claims'][number];
type Awaits = Return['awaits'];
type Label = Return['status']['label'];

const words = {
  en: {
    title: 'Returns and claims',
    until: 'Returns are possible until',
    return: 'Return',
    exchange: 'Exchange',
    claim: 'Claim',
    counter: 'Bring it to',
    by: 'until',
    paid: 'Paid back',
    approved: 'To be paid back',
    credited: 'Paid towards the replacement',
    owed: 'You pay for the difference',
    replacement: 'Replacement',
    parcel: 'Parcel',
  },
  zh: {
    title: '退换与索赔',
    until: '可退货至',
    return: '退货',
    exchange: '换货',
    claim: '索赔',
    counter: '请送至',
    by: '截止',
    paid: '已退款',
    approved: '待退款',
    credited: '已抵作换货款',
    owed: '需补差价',
    replacement: '换货订单',
    parcel: '包裹',
  },
} as const;

interface Speech {
  readonly say: (typeof words)[PageLanguage];
  readonly told: (label: Label) => string;
  readonly time: (at: number) => string;
}

/** Returns, exchanges and claims for people: only what the view holds, so nothing above its tier. */
export function afterDelivery(
  after: After | undefined,
  language: PageLanguage,
  time: (at: number) => string,
): string {
  if (after === undefined) return '';
  const say = words[language];
  const speech: Speech = { say, time, told: (label) => escaped(label[language]) };
  const matters = [
    ...after.returns.map((one) => returnItem(one, speech)),
    ...after.exchanges.map((one) => exchangeItem(one, speech)),
    ...after.claims.map((one) => claimItem(one, speech)),
  ];
  const until =
    after.returnUntilAt === undefined ? '' : `<p>${say.until} ${time(after.returnUntilAt)}</p>`;
  const list = matters.length === 0 ? '' : `<ul>${matters.join('')}</ul>`;
  return until + list === '' ? '' : `<h2>${say.title}</h2>${until}${list}`;
}

function returnItem(one: Return, speech: Speech): string {
  const { say, told } = speech;
  const counter = one.counter === undefined ? '' : `<br>${say.counter} ${escaped(one.counter)}`;
  return item(
    `<b>${say.return}</b>: ${told(one.status.label)}`,
    goods(one.lines),
    counter,
    awaited(one.awaits, speech),
    `<br>${told(one.refund.label)}`,
    'money' in one ? amounts(one.money, speech) : '',
  );
}

function exchangeItem(one: Exchange, speech: Speech): string {
  const { say, told } = speech;
  const { replacement } = one;
  const parcels = (replacement?.parcels ?? []).map(
    ({ number, status }) => `${say.parcel} ${String(number)}: ${told(status.label)}`,
  );
  return item(
    `<b>${say.exchange}</b>: ${told(one.status.label)}`,
    goods(one.wanted),
    'differenceMinor' in one && one.differenceMinor > 0
      ? `<br>${say.owed}: ${money(one.differenceMinor, one.currency)}`
      : '',
    awaited(one.awaits, speech),
    replacement === undefined
      ? ''
      : `<br>${say.replacement} ${escaped(replacement.orderId)}: ${told(replacement.status.label)}`,
    parcels.map((parcel) => `<br>${parcel}`).join(''),
  );
}

function claimItem(one: Claim, speech: Speech): string {
  const { say, told } = speech;
  return item(
    `<b>${say.claim}</b> (${told(one.claimLabel)}): ${told(one.status.label)}`,
    goods(one.lines),
    awaited(one.awaits, speech),
    one.refund === undefined ? '' : `<br>${told(one.refund.label)}`,
    'money' in one ? amounts(one.money, speech) : '',
  );
}

const item = (...parts: readonly string[]): string => `<li>${parts.join('')}</li>`;

const goods = (lines: readonly { readonly name: string; readonly units: number }[]): string =>
  `<br><span class="mut">${lines.map(({ name, units }) => `${escaped(name)} × ${String(units)}`).join(', ')}</span>`;

const awaited = (awaits: Awaits, { say, told, time }: Speech): string =>
  awaits
    .map(
      ({ label, from, untilAt }) =>
        `<br>${told(label)}${from === 'customer' && untilAt !== undefined ? ` (${say.by} ${time(untilAt)})` : ''}`,
    )
    .join('');

const money = (amountMinor: number, currency: string): string =>
  escaped(moneyText({ amountMinor, currency }));

function amounts(of: Extract<Return, { money: unknown }>['money'], { say }: Speech): string {
  const rows = [
    [say.paid, of.issuedMinor],
    [say.approved, of.approvedMinor],
    [say.credited, of.creditedMinor],
  ] as const;
  return rows
    .filter(([, minor]) => minor > 0)
    .map(([what, minor]) => `<br>${what}: ${money(minor, of.currency)}`)
    .join('');
}
