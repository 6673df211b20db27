import { parentPort, workerData } from 'node:worker_threads';

import { settleByForecast } from '@ordermesh/core/release';
import type { SettleAsk } from '@ordermesh/core/release';

// The body of the thread that settles orders that are begun next: the question in, the exchanges out, and the thread ends.
parentPort?.postMessage(settleByForecast(workerData as SettleAsk));
