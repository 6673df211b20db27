import { dayMs } from '../../words/index.ts';
import type { ShareAsk } from '../../learn/index.ts';
import type { PromiseModels } from '../../promise/index.ts';
import type { PriceShare } from '../../route/index.ts';
import { DemandBook } from '../demand/book.ts';
import { catchUp } from '../demand/kept-book.ts';
import { unpackedKits } from '../demand/wanted-goods.ts';
import type { HubParts } from '../run/parts.ts';
import { pastSpans } from './past-spans.ts';

/** Chooses how much of the goods' prices counts; in a thread of its own where decisions wait for nothing. */
export type ShareChooser = (ask: ShareAsk) => PriceShare | Promise<PriceShare>;

/** A share that was chosen, and for what. */
export interface ChosenShare {
  readonly share: PriceShare;
  /** Strategy, network and method that it was chosen for. */
  readonly chosenFor: string;
}

/** What a share holds for: under another strategy, network or method it is chosen anew. */
function chosenFor({ board }: HubParts, at: number): string {
  const { strategyId, version } = board.strategyAt(at)?.document ?? { strategyId: '', version: 0 };
  const method = board.prices.forecast === undefined ? 'depletion' : 'removal';
  return [strategyId, version, board.network.document.version, method].join(' ');
}

/** Once a day, and when what it was chosen for has changed. */
export const isShareDue = (parts: HubParts, chosen: ChosenShare | undefined, at: number): boolean =>
  chosen === undefined ||
  chosen.chosenFor !== chosenFor(parts, at) ||
  at - chosen.share.chosenAt >= dayMs;

/** Chooses anew. The log and the decisions of some weeks are read for it, page by page. */
export async function chooseShareNow(
  parts: HubParts,
  how: {
    readonly everyMs: number;
    readonly horizonDays: number;
    readonly choose: ShareChooser;
  },
  at: number,
): Promise<ChosenShare | undefined> {
  const { board } = parts;
  const strategy = board.strategyAt(at)?.document;
  if (strategy === undefined) return undefined;
  const isForecast = board.prices.forecast !== undefined;
  board.stock.lookAt(at);
  const book = new DemandBook();
  if (isForecast) await catchUp(parts, book);
  const { horizonDays, everyMs } = how;
  const share = await how.choose({
    at,
    network: board.network.document,
    strategy,
    models: servingModels(parts),
    zones: book.zones(),
    kits: Object.fromEntries(unpackedKits(board)),
    spans: await pastSpans(parts, book, { at, horizonDays, isForecast }),
    everyMs,
    horizonDays,
    futures: futuresOfReplay,
  });
  return { share, chosenFor: chosenFor(parts, at) };
}

/** Totals are spread evenly, so that few futures say nearly as much as many: `docs/guide/quality.md`. */
const futuresOfReplay = 8;

function servingModels({ board }: HubParts): PromiseModels {
  const { promiseModels } = board.network.document;
  const handling = board.known.model(promiseModels?.handling);
  const transit = board.known.model(promiseModels?.transit);
  return { ...(handling && { handling }), ...(transit && { transit }) };
}
