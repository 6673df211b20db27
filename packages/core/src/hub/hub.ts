import type {
  CartId,
  ExternalId,
  FulfilmentId,
  ItemId,
  NodeId,
  OrderId,
  StrategyId,
} from '../words/index.ts';
import type { ItemProfile, TransparencyTier } from '../parties/index.ts';
import type { TrackViews } from '../track/index.ts';
import type { NetworkDocument, NodeProfile } from '../network/index.ts';
import type { InboundSupply, StockAsker, StockPosition } from '../stock/index.ts';
import type { InputFault } from '../intake/index.ts';
import type { DeliveryPromise } from '../promise/index.ts';
import type { StrategyDocument } from '../strategy/index.ts';
import type { RoutePlan } from '../route/index.ts';
import type { Reservation } from '../reserve/index.ts';
import type { Fulfilment } from '../release/index.ts';
import type { AftercareDesk } from './aftercare/desk.ts';
import type { HostDesk } from './audit/desk.ts';
import type { ApprovalDesk } from './approvals/desk.ts';
import type { ChangeDesk } from './changes/index.ts';
import type { WaitingDesk } from './waiting/index.ts';
import type { DemandDesk } from './demand/desk.ts';
import type { SignalDesk } from './demand/signals/desk.ts';
import type { FileDesk } from './keep/file-desk.ts';
import type { ModelDesk } from './models/desk.ts';
import type { NodeDesk } from './nodes/desk.ts';
import type { PriceDesk } from './pricing/desk.ts';
import type { StockDesk } from './stock/desk.ts';
import type {
  CaptureResult,
  HubFigures,
  HubOutcome,
  NodeAct,
  OrderView,
  PlacedOrder,
  RequestMeta,
} from './outcome.ts';
import type { Actor, LoggedEvent } from './ports/records.ts';
import type { DecisionDesk } from './review/decision-desk.ts';
import type { RoutingDesk } from './routing/desk.ts';
import type { WireDesk } from './wires/desk.ts';

/**
 * The hub: one object that the HTTP API, the command line, scenarios and the simulation use alike. Every write
 * resolves only after the store has committed.
 */
export interface Hub
  extends
    NodeDesk,
    ChangeDesk,
    StockDesk,
    WaitingDesk,
    WireDesk,
    AftercareDesk,
    FileDesk,
    ModelDesk,
    DecisionDesk,
    PriceDesk,
    DemandDesk,
    SignalDesk,
    ApprovalDesk,
    HostDesk,
    RoutingDesk {
  /**
   * The same hub as somebody works with it: what is changed through it names who did it, in the same commit. What the
   * house does by itself later on names nobody.
   */
  actingFor(actor: Actor): Hub;
  /** One draft as JSON (see intake). Concurrent calls share batches. */
  placeOrder(draft: unknown, meta: RequestMeta): Promise<HubOutcome<PlacedOrder>>;
  placeOrders(
    drafts: readonly unknown[],
    meta: RequestMeta,
  ): Promise<readonly HubOutcome<PlacedOrder>[]>;
  /** Same checks and same plan as `placeOrder`, nothing written. */
  tryOrder(draft: unknown): HubOutcome<PlacedOrder>;
  /** What a cart would be promised now; same code as for orders. */
  promiseCart(
    draft: unknown,
  ): HubOutcome<{ readonly promise: DeliveryPromise; readonly plan: RoutePlan }>;
  /** Holds stock for a cart until `now + ttlSeconds` at the nodes that a plan would use now. */
  reserveCart(
    cart: unknown,
    meta: RequestMeta,
  ): Promise<
    HubOutcome<{
      readonly cartId: CartId;
      readonly reservations: readonly Reservation[];
      readonly promise: DeliveryPromise;
    }>
  >;
  releaseCart(cartId: CartId): Promise<HubOutcome<{ readonly released: number }>>;

  order(orderId: OrderId): Promise<HubOutcome<OrderView>>;
  /** The order as a reader of the tier may see it; every status cites what it rests on. */
  tracking<Tier extends TransparencyTier>(
    orderId: OrderId,
    tier: Tier,
  ): Promise<HubOutcome<TrackViews[Tier]>>;
  orderByExternalId(externalId: ExternalId): Promise<HubOutcome<OrderView>>;
  /** Cancels all of it, or some units of lines; frees exactly what has not left a node. */
  cancelOrder(
    orderId: OrderId,
    ask: {
      readonly lines?: readonly { readonly lineNo: number; readonly units: number }[];
      readonly reason: string;
      readonly expectedVersion?: number;
    },
  ): Promise<HubOutcome<OrderView>>;
  /** Tries an unroutable order (or what is open of it) again on today's board. */
  rerouteOrder(orderId: OrderId): Promise<HubOutcome<PlacedOrder>>;

  /** A node's answer or report; refused as `fenced` when its epoch is not the fulfilment's. */
  nodeAct(fulfilmentId: FulfilmentId, epoch: number, act: NodeAct): Promise<HubOutcome<Fulfilment>>;
  /** EPCIS events (a document or a bare event); each is judged alone. */
  captureFacts(epcis: unknown): Promise<readonly CaptureResult[]>;

  network(): NetworkDocument;
  nodeState(nodeId: NodeId):
    | {
        readonly state: 'open' | 'draining' | 'stricken';
        readonly reason: string;
        readonly loadPercent: number;
      }
    | undefined;
  setNodeState(
    nodeId: NodeId,
    state: 'open' | 'draining' | 'stricken',
    reason: string,
  ): Promise<HubOutcome<{ readonly rerouted: number }>>;
  publishNetwork(document: unknown, note: string): Promise<HubOutcome<NetworkDocument>>;
  putNode(profile: unknown): Promise<HubOutcome<NodeProfile>>;
  putItems(items: readonly ItemProfile[]): Promise<HubOutcome<{ readonly items: number }>>;
  item(itemId: ItemId): ItemProfile | undefined;

  /** Absolute counts as a stock take or an import gives them; booked as the difference. */
  setStock(
    rows: readonly {
      readonly nodeId: NodeId;
      readonly itemId: ItemId;
      readonly lot?: string;
      readonly onHandUnits: number;
      readonly safetyUnits?: number;
    }[],
    reason: string,
  ): Promise<HubOutcome<{ readonly positions: number }>>;
  setInbound(rows: readonly InboundSupply[]): Promise<HubOutcome<{ readonly rows: number }>>;
  /** What the board says of one position, with its ATP. */
  position(
    nodeId: NodeId,
    itemId: ItemId,
  ): (StockPosition & { readonly availableUnits: number }) | undefined;
  /**
   * ATP of an item over the network, now and at later moments, by the one definition; for an asker what the rules of
   * allocation let him buy, without one what a stranger may.
   */
  availability(
    itemId: ItemId,
    atMoments: readonly number[],
    asker?: StockAsker,
  ): {
    readonly nodeId: NodeId;
    readonly availableUnits: number;
    readonly later: readonly number[];
  }[];

  strategies(): readonly {
    readonly document: StrategyDocument;
    readonly publishedAt: number;
    readonly note: string;
    readonly live: boolean;
  }[];
  validateStrategy(
    document: unknown,
  ): HubOutcome<{ readonly document: StrategyDocument; readonly warnings: readonly InputFault[] }>;
  publishStrategy(
    document: unknown,
    note: string,
  ): Promise<
    HubOutcome<{ readonly document: StrategyDocument; readonly warnings: readonly InputFault[] }>
  >;
  rollbackStrategy(
    strategyId: StrategyId,
    version: number,
    note: string,
  ): Promise<HubOutcome<StrategyDocument>>;

  figures(): HubFigures;
  /** Called for each event after it is on the board; returns a function that ends it. */
  subscribe(listener: (event: LoggedEvent) => void): () => void;
  /** Resolves when nothing is waiting to be committed. */
  settled(): Promise<void>;
  /** Finishes what was accepted, stops timers. */
  stop(): Promise<void>;
}
