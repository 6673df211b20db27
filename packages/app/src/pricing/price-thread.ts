import { parentPort, workerData } from 'node:worker_threads';

import { makePriceSheet } from '@ordermesh/core/route';
import type { PriceAsk } from '@ordermesh/core/route';

// The body of the thread that makes one price sheet: its question in, the sheet out, and the thread ends.
parentPort?.postMessage(makePriceSheet(workerData as PriceAsk));
