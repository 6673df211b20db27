import type { ErrorEntry } from '../../errors/index.ts';
import { errorEntries } from '../../errors/index.ts';

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const style = `
:root{color-scheme:light dark;--bg:#f5f7fa;--panel:#fff;--line:#dfe5ec;--ink:#16202e;--mut:#566375;--acc:#0b5cd5}
@media(prefers-color-scheme:dark){:root{--bg:#0a0f18;--panel:#121a27;--line:#253349;--ink:#e6ecf5;--mut:#9aa8bd;--acc:#6ea8ff}}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:960px;margin:0 auto;padding:24px}a{color:var(--acc)}code{font:13px/1.4 ui-monospace,monospace}
section,details{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:8px 16px;margin:8px 0}
summary{cursor:pointer;padding:4px 0;overflow-wrap:anywhere}.verb{display:inline-block;min-width:64px;font-weight:600}.mut{color:var(--mut)}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:4px 8px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}`;

const htmlPage = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escaped(title)}</title><style>${style}</style><main>${body}</main></html>`;

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name?: string;
    readonly in?: string;
    readonly required?: boolean;
    readonly description?: string;
  }[];
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
}

interface ApiDocument {
  readonly info?: { readonly version?: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths?: Readonly<Record<string, object>>;
}

/** The API as one page without scripts: groups, operations, parameters, answers. */
export function docsPage(document: object): string {
  const { info: about, tags, paths } = document as ApiDocument;
  const operations = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, operation]) => ({
      path,
      verb: verb.toUpperCase(),
      operation: operation as Operation,
    })),
  );
  const groups = (tags ?? []).map(({ name, description }) => {
    const held = operations.filter(({ operation }) => operation.tags?.includes(name));
    return `<h2 id="${escaped(name)}">${escaped(name)}</h2><p class="mut">${escaped(description ?? '')}</p>${held.map(operationHtml).join('')}`;
  });
  const errors = errorEntries
    .filter(({ status }) => status > 0)
    .map(
      ({ code, status, title }) =>
        `<tr><td><a href="/docs/errors/${code}">${code}</a><td>${status}<td>${escaped(title)}`,
    );
  return htmlPage(
    'ordermesh API',
    `<h1>ordermesh API <span class="mut">${escaped(about?.version ?? '')}</span></h1>` +
      `<p>${escaped(about?.description ?? '')} Machine-readable: <a href="/openapi.json">/openapi.json</a>.</p>` +
      groups.join('') +
      `<h2 id="errors">errors</h2><section><table><tr><th>code<th>status<th>meaning${errors.join('')}</table></section>`,
  );
}

function operationHtml(row: { path: string; verb: string; operation: Operation }): string {
  const { path, verb, operation } = row;
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, required, description }) =>
      `<tr><td><code>${escaped(name ?? '')}</code><td>${escaped(place ?? '')}${required === true ? ', required' : ''}<td>${escaped(description ?? '')}`,
  );
  const answers = Object.entries(operation.responses ?? {}).map(
    ([status, { description }]) => `<tr><td>${status}<td>${escaped(description ?? '')}`,
  );
  return (
    `<details id="${escaped(operation.operationId ?? '')}"><summary><span class="verb">${verb}</span> <code>${escaped(path)}</code> ` +
    `<span class="mut">${escaped(operation.summary ?? '')}</span></summary><p>${escaped(operation.description ?? '')}</p>` +
    (parameters.length === 0 ? '' : `<table>${parameters.join('')}</table>`) +
    `<table>${answers.join('')}</table></details>`
  );
}

/** The page of one error code. */
export const errorPage = (entry: ErrorEntry): string =>
  htmlPage(
    `${entry.code} ${entry.title}`,
    `<h1>${entry.code} <span class="mut">${escaped(entry.title)}</span></h1><section><p>${escaped(entry.why)}</p>` +
      `<h2>Try</h2><ul>${entry.try.map((way) => `<li>${escaped(way)}`).join('')}</ul>` +
      `<p class="mut">HTTP status ${entry.status === 0 ? 'none (command line only)' : entry.status} · exit code ${entry.exit}</p></section>` +
      `<p><a href="/docs#errors">All errors</a></p>`,
  );
