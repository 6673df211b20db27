import { parentPort, workerData } from 'node:worker_threads';

import { shareFromPast } from '@ordermesh/core/learn';
import type { ShareAsk } from '@ordermesh/core/learn';

// The body of the thread that chooses how much of the prices counts: the past in, the share out, and the thread ends.
parentPort?.postMessage(shareFromPast(workerData as ShareAsk));
