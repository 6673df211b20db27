/** Languages of the page. */
export type PageLanguage = 'en' | 'zh';

/** Text that stands in HTML as itself. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`);

/** Tells moments with the name of their time zone. */
export const timeIn =
  (language: PageLanguage, timeZone: string) =>
  (at: number): string => {
    const form = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone,
    });
    return `<time datetime="${new Date(at).toISOString()}">${escaped(form.format(at))}</time>`;
  };
