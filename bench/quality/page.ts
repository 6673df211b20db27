import { cellText } from './terminal.ts';
import type { QualityPlot, QualityReport, QualityTable } from './section.ts';

/** A section as it goes into the page. */
export interface PageSection {
  readonly title: string;
  readonly report: QualityReport;
}

/** The whole comparison as one HTML file that needs nothing else: tables, plots as SVG, light and dark. */
export function pageOf(
  sections: readonly PageSection[],
  told: { readonly seed: number; readonly madeAt: string; readonly command: string },
): string {
  const body = sections
    .map(
      ({ title, report }) =>
        `<section><h2>${escaped(title)}</h2>${report.tables.map(tableHtml).join('')}<div class="plots">${report.plots.map(plotHtml).join('')}</div>${notesHtml(report.notes)}</section>`,
    )
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>ordermesh quality</title><style>${style}</style></head><body><main><h1>Quality of decisions</h1><p>${escaped(told.madeAt)} · seed ${String(told.seed)} · <code>${escaped(told.command)}</code></p>${body}</main></body></html>\n`;
}

const style = `:root{color-scheme:light dark;--ink:#1c2024;--mute:#60646c;--line:#d9d9e0;--bad:#c4320a;--good:#18794e;--page:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#edeef0;--mute:#b0b4ba;--line:#363a3f;--bad:#ff9470;--good:#3dd68c;--page:#111113}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);margin:0}main{max-width:72rem;margin:auto;padding:1.5rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.5rem 0 1.5rem}caption{text-align:left;color:var(--mute);padding:.25rem 0}
caption b{color:var(--ink);display:block}th,td{padding:.25rem .75rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
th[scope=row],th:first-child{text-align:left;font-weight:500}.met{color:var(--good)}.missed{color:var(--bad)}
.plots{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0}figcaption{color:var(--mute)}svg text{fill:currentColor;font-size:11px}.wide{overflow-x:auto}`;

/** Okabe–Ito: told apart by people who see colours differently. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c8c8c'];

function tableHtml({ title, caption, columns, rows }: QualityTable): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const lines = rows
    .map(({ name, cells }) => {
      const tds = cells.map((cell) => {
        const text = cellText(cell);
        const mark = text.endsWith('✓')
          ? ' class="met"'
          : text.endsWith('✗')
            ? ' class="missed"'
            : '';
        return `<td${mark}>${escaped(text)}</td>`;
      });
      return `<tr><th scope="row">${escaped(name)}</th>${tds.join('')}</tr>`;
    })
    .join('');
  return `<div class="wide"><table><caption><b>${escaped(title)}</b>${escaped(caption)}</caption><thead><tr><th></th>${head}</tr></thead><tbody>${lines}</tbody></table></div>`;
}

function plotHtml({ title, xLabel, yLabel, lines }: QualityPlot): string {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return '';
  const [x0, x1] = rangeOf(points.map(([x]) => x));
  const [y0, y1] = rangeOf([0, ...points.map(([, y]) => y)]);
  const px = (x: number): string => (56 + ((x - x0) / (x1 - x0)) * 400).toFixed(1);
  const py = (y: number): string => (212 - ((y - y0) / (y1 - y0)) * 190).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const [x, y] = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
    return `<text x="${px(x)}" y="228" text-anchor="middle">${short(x)}</text><text x="50" y="${py(y)}" text-anchor="end" dominant-baseline="middle">${short(y)}</text><line x1="56" x2="456" y1="${py(y)}" y2="${py(y)}" stroke="currentColor" opacity=".12"/>`;
  });
  const drawn = lines.map((line, at) => {
    const colour = colours[at % colours.length] ?? '';
    const path = line.points.map(([x, y]) => `${px(x)},${py(y)}`).join(' ');
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/><text x="470" y="${String(24 + at * 16)}" style="fill:${colour}">${escaped(line.name)}</text>`;
  });
  const label = `${title}: ${yLabel} over ${xLabel}`;
  return `<figure><figcaption>${escaped(title)}</figcaption><svg viewBox="0 0 640 250" width="640" role="img" aria-label="${escaped(label)}">${ticks.join('')}${drawn.join('')}<text x="256" y="246" text-anchor="middle">${escaped(xLabel)}</text><text x="56" y="12">${escaped(yLabel)}</text></svg></figure>`;
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high > low ? [low, high] : [low, low + 1];
}

const short = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: 3 });

const notesHtml = (notes: readonly string[]): string =>
  notes.length === 0 ? '' : `<ul>${notes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>`;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
