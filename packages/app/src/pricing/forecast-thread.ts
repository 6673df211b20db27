import { parentPort, workerData } from 'node:worker_threads';

import { makeForecast } from '@ordermesh/core/learn';
import type { ForecastAsk } from '@ordermesh/core/learn';

// The body of the thread that makes one forecast: its question in, the forecast out, and the thread ends.
parentPort?.postMessage(makeForecast(workerData as ForecastAsk));
