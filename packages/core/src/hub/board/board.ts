import type { ItemProfile } from '../../parties/index.ts';
import { NetworkBoard } from '../../network/index.ts';
import type { Network, NetworkDocument, SlotMove, SlotUse } from '../../network/index.ts';
import { compileAllocation, openAllocation, StockBoard } from '../../stock/index.ts';
import type {
  AllocationDocument,
  CompiledAllocation,
  InboundSupply,
  StockMove,
  StockPosition,
} from '../../stock/index.ts';
import type { LaneClock } from '../../promise/index.ts';
import { compileStrategy, liveStrategy } from '../../strategy/index.ts';
import type {
  CompiledStrategy,
  PublishedStrategy,
  StrategyDocument,
} from '../../strategy/index.ts';
import { amountsOf, InFlight, slotKey, stockKey } from './in-flight.ts';
import { KnownNetworks } from './known-networks.ts';
import { OwnEvents } from './own-events.ts';
import { PolicyBoard, rememberStrategy } from './policy-board.ts';
import { PriceBoard } from './price-board.ts';
import { announceSupplies, holdSupplies, takeStockCase } from './stock-cases.ts';
import type { CaseRecord, DocumentRecord, LoggedEvent, NodeStateRecord } from '../ports/records.ts';
import { isOnTheRoad, SupplyBook } from './supply-book.ts';
import type { RunnerBoard } from '../run/runner.ts';
import type { BoardStart, CommitRefusal, CommitResult, CommitUnit } from '../ports/store.ts';

/**
 * The board: the in-memory read model that decisions look at, folded from committed changes. Milliseconds come from
 * here, truth does not: the store arbitrates, and this board may be a moment old.
 */
export class Board implements RunnerBoard {
  network: Network;
  clock: LaneClock;
  nodes: NetworkBoard;
  stock: StockBoard;
  /** Who may sell what. */
  allocation: CompiledAllocation;
  readonly supplies = new SupplyBook();
  /** Items whose new goods are being shared out among orders that wait: others get none until `sharing` resolves. */
  readonly sharedOut = new Set<string>();
  sharing: Promise<unknown> = Promise.resolve();
  readonly items = new Map<string, ItemProfile>();
  readonly nodeStates = new Map<string, NodeStateRecord>();
  /** All published strategy versions, oldest first. */
  readonly published: (PublishedStrategy & { readonly note: string })[] = [];
  /** The aftercare policy in force. */
  readonly aftercare = new PolicyBoard();
  /** Opportunity prices, and the forecast that they follow from. */
  readonly prices = new PriceBoard();
  /** What this process wrote itself. */
  readonly own = new OwnEvents();
  /** Network versions and models that this process has seen. */
  readonly known = new KnownNetworks();
  /** The newest event folded in. */
  sequence = 0;
  readonly #compiled = new Map<string, CompiledStrategy>();
  #live: CompiledStrategy | undefined;
  #liveFromAt = Number.POSITIVE_INFINITY;
  #liveUntilAt = Number.NEGATIVE_INFINITY;
  readonly #inFlight = new InFlight();
  readonly #sequencesIncluded = new Set<number>();

  constructor(network: NetworkDocument) {
    ({ network: this.network, clock: this.clock } = this.known.put(network));
    this.nodes = new NetworkBoard(this.network);
    this.stock = new StockBoard(this.network.nodes.map(({ nodeId }) => nodeId));
    this.allocation = compileAllocation(openAllocation, []);
  }

  /** Takes over what the store had at start; positions come before it by `setPositions`. */
  start(start: BoardStart): void {
    for (const item of start.items) this.items.set(item.itemId, item);
    for (const record of start.documents) this.install(record);
    for (const record of start.nodeStates) this.#setNodeState(record);
    for (const slot of start.slots) this.nodes.setUse(slot);
    announceSupplies(this, start.inbound);
    this.sequence = start.sequence;
    for (const sequence of start.sequencesIncluded) this.#sequencesIncluded.add(sequence);
  }

  setPositions(positions: readonly StockPosition[]): void {
    for (const position of positions) this.#put(position);
  }

  /** Takes over lots, transfers, prices and forecasts; others are no matter of the board. */
  setCases(records: readonly CaseRecord[]): void {
    for (const record of records)
      if (!this.prices.install(record)) takeStockCase(this.stock, record);
  }

  /** A published document counts from now on. */
  install(record: DocumentRecord): void {
    if (record.kind === 'strategy') {
      rememberStrategy(this.published, record);
      this.#liveUntilAt = Number.NEGATIVE_INFINITY;
      return;
    }
    if (record.kind === 'allocation') {
      const document = record.document as AllocationDocument;
      if (document.version > this.allocation.document.version)
        this.allocation = compileAllocation(document, this.network.nodes);
      return;
    }
    if (this.aftercare.install(record)) return;
    if (record.kind === 'model') {
      this.known.putModel(record);
      this.clock = this.networkAt(this.network.document.version)?.clock ?? this.clock;
      return;
    }
    const document = record.document as NetworkDocument;
    if (document.version <= this.network.document.version) return;
    ({ network: this.network, clock: this.clock } = this.known.put(document));
    this.nodes = this.nodes.movedTo(this.network);
    this.stock = this.stock.movedTo(this.network.nodes.map(({ nodeId }) => nodeId));
    this.allocation = compileAllocation(this.allocation.document, this.network.nodes);
  }

  /** The network at a version seen by this process; older ones are loaded by `rememberNetwork`. */
  networkAt(version: number): { readonly network: Network; readonly clock: LaneClock } | undefined {
    return this.known.at(version);
  }

  /** Compiles an old version for explanations and replays. */
  rememberNetwork(document: NetworkDocument): void {
    this.known.put(document);
  }

  /** The strategy that counts at a moment; looked up again only when a publication or a date changes it. */
  strategyAt(at: number): CompiledStrategy | undefined {
    if (at < this.#liveFromAt || at >= this.#liveUntilAt) {
      const live = liveStrategy(this.published, at);
      // A clock behind the first publication, or only dated strategies that are over: the first one keeps counting.
      const counting = live.published ?? this.published[0];
      this.#live = counting && this.compiled(counting.document);
      this.#liveFromAt = at;
      this.#liveUntilAt = live.untilAt ?? Number.POSITIVE_INFINITY;
    }
    return this.#live;
  }

  /** A published version, compiled once. */
  compiled(document: StrategyDocument): CompiledStrategy {
    const key = `${document.strategyId}/${String(document.version)}`;
    const known = this.#compiled.get(key);
    if (known) return known;
    const compiled = compileStrategy(document);
    this.#compiled.set(key, compiled);
    return compiled;
  }

  book(unit: CommitUnit): void {
    this.own.begun(unit);
    for (const event of unit.events) {
      for (const move of event.stockMoves) this.#bookStock(move, 1);
      for (const move of event.slotMoves) this.#bookSlot(move, 1);
    }
  }

  unbook(unit: CommitUnit, refusal: CommitRefusal | undefined): void {
    this.own.ended(unit);
    for (const event of unit.events) {
      for (const move of event.stockMoves) this.#bookStock(move, -1);
      for (const move of event.slotMoves) this.#bookSlot(move, -1);
    }
    if (refusal?.reason === 'stock-taken')
      for (const position of refusal.positions) this.#refreshStock(position, refusal.asOfSequence);
    if (refusal?.reason === 'slot-full')
      for (const slot of refusal.slots) this.#refreshSlot(slot, refusal.asOfSequence);
  }

  confirm(unit: CommitUnit, result: Extract<CommitResult, { ok: true }>): void {
    this.own.ended(unit, result.sequences);
    unit.events.forEach((event, ix) => {
      const sequence = result.sequences[ix] ?? 0;
      const applied = result.stockMovesApplied?.[ix] ?? event.stockMoves;
      event.stockMoves.forEach((move, moveIx) => {
        this.#confirmStock(move, applied[moveIx] ?? move, sequence);
      });
      for (const move of event.slotMoves) {
        const key = slotKey(move);
        this.#inFlight.add(key, [-move.orders]);
        this.#inFlight.confirmed(key, sequence, [move.orders]);
        if (this.#inFlight.contains(key, sequence)) this.#moveSlot(move, -1);
      }
    });
    this.#takeOver(unit);
  }

  #confirmStock(asked: StockMove, applied: StockMove, sequence: number): void {
    const key = stockKey(asked);
    this.#inFlight.add(key, amountsOf(asked, -1));
    this.#inFlight.confirmed(key, sequence, amountsOf(applied, 1));
    const isContained = this.#inFlight.contains(key, sequence);
    if (applied === asked && !isContained) return;
    this.#moveStock(asked, -1);
    if (!isContained) this.#moveStock(applied, 1);
  }

  /** Folds an event that another process wrote. */
  follow(event: LoggedEvent): void {
    if (this.#sequencesIncluded.delete(event.sequence)) return;
    for (const move of event.stockMoves)
      if (!this.#inFlight.contains(stockKey(move), event.sequence)) this.#moveStock(move, 1);
    for (const move of event.slotMoves)
      if (!this.#inFlight.contains(slotKey(move), event.sequence)) this.#moveSlot(move, 1);
    this.#learn(event.body);
  }

  #learn({ items, nodeState, inbound, stockCases }: LoggedEvent['body']): void {
    if (Array.isArray(items))
      for (const item of items as ItemProfile[]) this.items.set(item.itemId, item);
    if (nodeState) this.#setNodeState(nodeState as NodeStateRecord);
    if (Array.isArray(inbound)) announceSupplies(this, inbound as InboundSupply[]);
    if (Array.isArray(stockCases)) this.setCases(stockCases as CaseRecord[]);
  }

  /** All events up to the sequence are folded in. */
  reached(sequence: number): void {
    this.sequence = Math.max(this.sequence, sequence);
    this.#inFlight.forgetUpTo(sequence);
  }

  #takeOver(unit: CommitUnit): void {
    for (const item of unit.items) this.items.set(item.itemId, item);
    for (const record of unit.documents) this.install(record);
    for (const record of unit.nodeStates) this.#setNodeState(record);
    if (unit.inbound.length > 0) announceSupplies(this, unit.inbound);
    this.setCases(unit.casesAdded);
    this.setCases(unit.casesChanged);
  }

  #setNodeState(record: NodeStateRecord): void {
    this.nodeStates.set(record.nodeId, record);
    this.nodes.setState(record.nodeId, record.state);
  }

  #bookStock(move: StockMove, sign: 1 | -1): void {
    this.#inFlight.add(stockKey(move), amountsOf(move, sign));
    this.#moveStock(move, sign);
  }

  #bookSlot(move: SlotMove, sign: 1 | -1): void {
    this.#inFlight.add(slotKey(move), [sign * move.orders]);
    this.#moveSlot(move, sign);
  }

  #put(position: StockPosition): void {
    if (isOnTheRoad(position)) holdSupplies(this, position);
    else this.stock.set(position);
  }

  /** Never stops at zero: a move may come before the one that it undoes, and both must count. */
  #moveStock(move: StockMove, sign: 1 | -1): void {
    const was = isOnTheRoad(move)
      ? this.supplies.position(move)
      : this.stock.position(move.nodeId, move.itemId, move.lot);
    this.#put({
      ...was,
      onHandUnits: was.onHandUnits + sign * move.onHandUnits,
      reservedUnits: was.reservedUnits + sign * move.reservedUnits,
      safetyUnits: was.safetyUnits + sign * move.safetyUnits,
    });
  }

  #moveSlot(move: SlotMove, sign: 1 | -1): void {
    const nodeIx = this.network.nodeIxOf(move.nodeId);
    if (nodeIx === undefined) return;
    const used = this.nodes.placesUsed(nodeIx, move.slotAt);
    this.nodes.setUse({
      nodeId: move.nodeId,
      slotAt: move.slotAt,
      ordersUsed: used + sign * move.orders,
    });
  }

  /** Numbers older than what the log has told this board are no news. */
  #refreshStock(fresh: StockPosition, asOfSequence: number): void {
    const key = stockKey(fresh);
    if (asOfSequence < this.sequence || this.#inFlight.contains(key, asOfSequence)) return;
    const beyond = this.#inFlight.beyond(key, asOfSequence);
    this.#put({
      ...fresh,
      onHandUnits: fresh.onHandUnits + beyond(0),
      reservedUnits: fresh.reservedUnits + beyond(1),
      safetyUnits: fresh.safetyUnits + beyond(2),
    });
    this.#inFlight.refreshed(key, asOfSequence);
  }

  #refreshSlot(fresh: SlotUse, asOfSequence: number): void {
    const key = slotKey(fresh);
    if (asOfSequence < this.sequence || this.#inFlight.contains(key, asOfSequence)) return;
    const beyond = this.#inFlight.beyond(key, asOfSequence);
    this.nodes.setUse({ ...fresh, ordersUsed: fresh.ordersUsed + beyond(0) });
    this.#inFlight.refreshed(key, asOfSequence);
  }
}
