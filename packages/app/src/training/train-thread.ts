import { parentPort, workerData } from 'node:worker_threads';

import { trainFrom } from '@ordermesh/core/learn';
import type { TrainTask } from '@ordermesh/core/learn';

// The body of the thread that trains one model: what happened in, the model out, and the thread ends.
parentPort?.postMessage(trainFrom(workerData as TrainTask));
