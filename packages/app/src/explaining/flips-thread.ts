import { parentPort } from 'node:worker_threads';

import { flipsFrom } from '@ordermesh/core/hub';
import type { FlipsAsk } from '@ordermesh/core/hub';

// The body of the thread that finds what would have flipped decisions: one decision in, its flips out, and so on.
parentPort?.on('message', (ask: FlipsAsk) => parentPort?.postMessage(flipsFrom(ask)));
