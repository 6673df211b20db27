import type { Command } from './command.ts';
import { demo } from './local/demo.ts';
import { doctor } from './local/doctor.ts';
import { openapi } from './local/openapi.ts';
import { bench, scenario } from './local/scenario.ts';
import { serve } from './local/serve.ts';
import { init } from './local/init/command.ts';
import { migrateStore } from './local/backup/migrate-store.ts';
import { restore } from './local/backup/restore.ts';
import { backup } from './local/backup/save.ts';
import { keysCreate } from './local/keys.ts';
import { configPrint } from './local/setup.ts';
import { auditKeygen } from './local/trail-keys.ts';
import { decisionReplay, replayAll } from './remote/replays.ts';
import { ordersMove, reviewsExport, reviewsLabel, reviewsList } from './remote/reviews.ts';
import { decisionExplain } from './remote/decisions.ts';
import {
  modelsJudge,
  modelsList,
  modelsServe,
  modelsStop,
  modelsTrain,
} from './remote/models/commands.ts';
import { forecast, forecastList, stockSuggest } from './remote/demand/forecast.ts';
import { holidaysList, promotionsList, weatherList } from './remote/demand/signals.ts';
import { prices, pricesList } from './remote/demand/prices.ts';
import { reconcile } from './remote/reconcile.ts';
import { calendarList, calendarRenew, calendarShow } from './remote/calendar.ts';
import { exportCommand, importCommand } from './remote/files.ts';
import {
  approvalsApprove,
  approvalsList,
  approvalsReject,
  approvalsShow,
} from './remote/access/approvals.ts';
import {
  deadLettersDiscard,
  deadLettersGet,
  deadLettersList,
  deadLettersRetry,
} from './remote/routing/dead-letters.ts';
import { audit } from './remote/access/audit.ts';
import { auditExport } from './remote/access/trail-file.ts';
import { auditHead, auditVerify } from './remote/access/trail.ts';
import { erase } from './remote/access/erase.ts';
import { edge } from './remote/edge.ts';
import { ordersGet, ordersList, ordersTail, ordersTimeline } from './remote/orders.ts';
import {
  strategyDiff,
  strategyList,
  strategyPublish,
  strategyRollback,
  strategyValidate,
} from './remote/strategies.ts';
import {
  nodesDrain,
  nodesList,
  nodesRestore,
  nodesStrike,
  stockGet,
  stockOwed,
  stockSet,
} from './remote/world.ts';

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly Command[] = [
  demo,
  serve,
  doctor,
  init,
  keysCreate,
  configPrint,
  openapi,
  backup,
  restore,
  migrateStore,
  ordersGet,
  ordersList,
  ordersTimeline,
  ordersTail,
  decisionExplain,
  decisionReplay,
  replayAll,
  reviewsList,
  reviewsLabel,
  reviewsExport,
  ordersMove,
  strategyList,
  strategyValidate,
  strategyPublish,
  strategyDiff,
  strategyRollback,
  modelsList,
  modelsTrain,
  modelsServe,
  modelsStop,
  modelsJudge,
  nodesList,
  nodesDrain,
  nodesStrike,
  nodesRestore,
  stockGet,
  stockOwed,
  stockSet,
  stockSuggest,
  forecast,
  forecastList,
  promotionsList,
  holidaysList,
  weatherList,
  prices,
  pricesList,
  reconcile,
  calendarShow,
  calendarRenew,
  calendarList,
  importCommand,
  exportCommand,
  erase,
  audit,
  auditVerify,
  auditHead,
  auditExport,
  auditKeygen,
  approvalsList,
  approvalsShow,
  approvalsApprove,
  approvalsReject,
  deadLettersList,
  deadLettersGet,
  deadLettersRetry,
  deadLettersDiscard,
  edge,
  scenario,
  bench,
];
