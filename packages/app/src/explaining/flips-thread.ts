import { parentPort, workerData } from 'node:worker_threads';

import { flipsFrom } from '@ordermesh/core/hub';
import type { FlipsAsk } from '@ordermesh/core/hub';

// The body of the thread that finds what would have flipped one decision: the decision in, the flips out, and the thread ends.
parentPort?.postMessage(flipsFrom(workerData as FlipsAsk));
