import type { TrackViews } from '@ordermesh/core/track';
import type { TransparencyTier } from '@ordermesh/core/parties';
import { afterDelivery } from './after-delivery.ts';
import { escaped, timeIn } from './html.ts';
import type { PageLanguage } from './html.ts';

type View = TrackViews[TransparencyTier];
type Label = View['status']['label'];

const words = {
  en: {
    title: 'Your order',
    order: 'Order',
    promised: 'Arrives between',
    and: 'and',
    parcels: 'Parcels',
    parcel: 'Parcel',
    items: 'Items',
    corrected: 'Something that was recorded before has been corrected.',
    gone: 'This link is not valid (any more).',
    ask: 'Ask the shop for a new one.',
    later: 'Too many tries. Wait a minute.',
  },
  zh: {
    title: '您的订单',
    order: '订单',
    promised: '预计送达',
    and: '至',
    parcels: '包裹',
    parcel: '包裹',
    items: '商品',
    corrected: '此前的记录已更正。',
    gone: '此链接无效或已失效。',
    ask: '请向商家索取新的链接。',
    later: '尝试次数过多，请一分钟后再试。',
  },
} as const;

/** The first of the two languages that a browser asks for; English when neither. */
export function languageOf(accepted: string | undefined): PageLanguage {
  for (const part of (accepted ?? '').split(',')) {
    const tag = part.trim().toLowerCase().slice(0, 2);
    if (tag === 'zh' || tag === 'en') return tag;
  }
  return 'en';
}

/**
 * The order for people, without scripts. Shows only what the view holds.
 *
 * @param zone IANA name of the time zone in which moments are told
 */
export function trackingPage(view: View, language: PageLanguage, zone: string): string {
  const say = words[language];
  const told = (label: Label): string => escaped(label[language]);
  const time = timeIn(language, zone);
  const name = view.externalIds[0]?.id ?? view.orderId;
  const window =
    view.promised === undefined
      ? ''
      : `<p>${say.promised} ${time(view.promised.startAt)} ${say.and} ${time(view.promised.endAt)}</p>`;
  const delay = view.delay === undefined ? '' : `<p class="warn">${told(view.delay.label)}</p>`;
  const cold = (view.coldChain ?? [])
    .map(({ label }) => `<p class="warn">${told(label)}</p>`)
    .join('');
  const ahead = view.ahead === undefined ? '' : `<p>${told(view.ahead.label)}</p>`;
  const erased = view.erased === undefined ? '' : `<p>${told(view.erased.label)}</p>`;
  const parcels = view.parcels
    .map(
      ({ number, status, items }) =>
        `<li><b>${say.parcel} ${String(number)}</b>: ${told(status.label)}<br><span class="mut">${items.map((item) => `${escaped(item.name)} × ${String(item.units)}`).join(', ')}</span></li>`,
    )
    .join('');
  const lines = view.lines
    .map(
      (line) =>
        `<tr><th scope="row">${escaped(line.name)}<td>${line.quantities.map(({ label, units }) => `${String(units)}${line.unit === 'gram' ? ' g' : ''}: ${told(label)}`).join('<br>')}`,
    )
    .join('');
  return htmlOf(
    { title: say.title, language },
    `<p class="mut">${say.order} ${escaped(name)}</p><h1>${told(view.status.label)}</h1>${window}${delay}${cold}${ahead}` +
      (parcels === '' ? '' : `<h2>${say.parcels}</h2><ol>${parcels}</ol>`) +
      `<h2>${say.items}</h2><table>${lines}</table>${afterDelivery(view.afterDelivery, language, time)}${erased}${view.isCorrected ? `<p>${say.corrected}</p>` : ''}`,
  );
}

/** What somebody without a valid link sees. */
export const refusedPage = (why: 'gone' | 'later', language: PageLanguage): string => {
  const say = words[language];
  const more = why === 'gone' ? `<p>${say.ask}</p>` : '';
  return htmlOf({ title: say.title, language }, `<h1>${say[why]}</h1>${more}`);
};

const style = `:root{color-scheme:light dark;--bg:#f5f7fa;--panel:#fff;--ink:#16202e;--mut:#566375;--warn:#9a3412}
@media(prefers-color-scheme:dark){:root{--bg:#0a0f18;--panel:#121a27;--ink:#e6ecf5;--mut:#9aa8bd;--warn:#fdba74}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:640px;margin:24px auto;padding:8px 24px;background:var(--panel);border-radius:8px}
.mut{color:var(--mut)}.warn{color:var(--warn)}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:4px 8px 4px 0;vertical-align:top;font-weight:400}`;

const htmlOf = (
  { title, language }: { readonly title: string; readonly language: PageLanguage },
  body: string,
): string =>
  `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">` +
  `<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex,nofollow,noarchive">` +
  `<meta name="referrer" content="no-referrer"><title>${title}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
