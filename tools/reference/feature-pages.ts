import { edgeRows } from './features/edge.ts';
import { guardRows } from './features/guard.ts';
import { lifecycleRows } from './features/lifecycle.ts';
import { networkRows } from './features/network.ts';
import { promiseRows } from './features/promise.ts';
import { routingRows } from './features/routing.ts';
import type { FeatureRow } from './features/row.ts';
import { complaintRows } from './complaint-rows.ts';
import { page, table } from './markdown.ts';
import { proofLinks } from './proof.ts';

const signs = { yes: '✔', partly: '◐', 'not yet': '–' } as const;

const part = (title: string, rows: readonly FeatureRow[]): string =>
  `## ${title}\n\n${table(
    ['Feature', '', 'What it does', 'Shown by'],
    rows.map(([feature, state, says, ...proofs]) => [
      feature,
      signs[state],
      says === '' ? '–' : says,
      proofLinks(proofs),
    ]),
  )}`;

/** What the trade expects of order management, and how far this house is, with the test that shows each. */
export const featuresPage = (): string =>
  page(
    'Features',
    '✔ whole, ◐ in part (the text says what is missing), – not yet. Every link leads to the test that shows it; this page cannot be written when a test is gone.',
    [
      part('A. Routing', routingRows),
      part('B. Available to promise, and the promise', promiseRows),
      part('C. Lifecycle and customer', [...lifecycleRows, ...guardRows]),
      part('D. Execution network', networkRows),
      part('E. Edge and cold chain', edgeRows),
    ],
  );

/** What goes wrong elsewhere, and what is done here. */
export const complaintsPage = (): string =>
  page(
    'What goes wrong elsewhere, and what ordermesh does',
    'The loudest complaints about order management in public issue trackers, each with the test that is named after the situation or covers it.',
    [
      table(
        ['', 'What goes wrong', 'Here', 'Shown by'],
        complaintRows.map(([wrong, here, ...proofs], ix) => [
          String(ix + 1),
          wrong,
          here,
          proofLinks(proofs),
        ]),
      ),
    ],
  );
