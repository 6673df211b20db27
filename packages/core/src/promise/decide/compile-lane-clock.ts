import { dayMs, ensure, hourMs, minuteMs, zoneNamed } from '../../words/index.ts';
import type { Zone } from '../../words/index.ts';
import type { ModelDocument } from '../../models/decide/index.ts';
import type { CarrierService, Network, WorkingCalendar } from '../../network/decide/index.ts';
import { onDemandArrival, scheduledArrival } from './arrivals.ts';
import type { Arrival, Lane } from './arrivals.ts';
import {
  collectionTimes,
  counterHours,
  workingDays,
  workingHours,
  workingSlots,
} from './calendars.ts';
import { Collected } from './collected.ts';
import type { NodeWork } from './collected.ts';
import type { DayTimeline } from './day-timeline.ts';
import type { GoodsOnTheirWay, LaneAsk, LaneClock, LaneWindow, SlotOffer } from './lane-clock.ts';
import { modelBits } from './lane-clock.ts';
import { LaneMemo, OrderSlots } from './lane-memo.ts';
import { LaneModels } from './forecast/lane-models.ts';
import type { PromiseModels } from './forecast/lane-models.ts';
import { leastLeads } from './forecast/least-leads.ts';
import type { ServiceTransit } from './forecast/least-leads.ts';
import { KnownStarts } from './forecast/same-starts.ts';
import type { SameStarts } from './forecast/same-starts.ts';
import { massPoints } from './mass-points.ts';
import type { MassPoints } from './mass-points.ts';

/**
 * Compiles the clock of a network version. Calendars become tables when they are first asked for; windows are
 * remembered for the interval of starts in which they hold. Make one per network version and keep it.
 *
 * How a window comes about: work begins when the node is open; handling takes working time only; the next
 * collection (in the node's zone) takes what is ready; transit adds to it; goods are delivered in the delivery
 * hours at the destination (at a counter: while the node is open). Handling and transit are independent distributions of eight points each:
 * those of the network's curves, or what the given models say of the lane, the start and the order.
 */
export function laneClock(network: Network, models?: PromiseModels): LaneClock {
  return new CompiledLaneClock(network, models);
}

/** Where cost chooses how sure a window is, it is at least as sure as this. */
const leastSurePercent = 50;

/** Slots further away than this are not offered. */
const slotHorizonMs = 14 * dayMs;

/** Goods that are packed: no handling is left. */
const nothingToDo: MassPoints = {
  spanMs: Float64Array.of(0),
  weights: Float64Array.of(1000),
};
/** Goods with the carrier wait for no opening hours. */
const alwaysOpen = workingHours(
  { weekly: Array.from({ length: 7 }, () => [[0, 1440]] as const), closedDates: [] },
  zoneOrThrow('UTC'),
);

interface NodeClock extends NodeWork {
  readonly zone: Zone;
  readonly slots: DayTimeline;
  readonly ordersMax: number;
  readonly calendar: WorkingCalendar;
  /** When goods can be picked up, by service. */
  readonly counters: Map<ServiceClock, DayTimeline>;
  /** Where models say the same. */
  readonly starts: KnownStarts;
}

interface ServiceClock extends ServiceTransit {
  /** Customers come for the goods: the hours of the node bound what is promised. */
  readonly isCounter: boolean;
  /** On-demand rounding per zone of distance, ms: five minutes, or an hour where transit is told in hours. */
  readonly gridMs: readonly number[];
  /** By time zone of the node. */
  readonly collections: Map<Zone, DayTimeline | undefined>;
  /** By time zone of the destination. */
  readonly deliveries: Map<Zone, DayTimeline>;
}

class CompiledLaneClock implements LaneClock {
  readonly #network: Network;
  readonly #nodes: (NodeClock | undefined)[];
  readonly #services: readonly ServiceClock[];
  /** Index of the first zone's lane per node × service, or −1 where the service does not collect. */
  readonly #laneIxs: Int32Array;
  readonly #memo: LaneMemo;
  /** Where models look at orders. */
  readonly #orderSlots: OrderSlots | undefined;
  readonly #collected = new Collected();
  readonly #models: LaneModels | undefined;
  readonly #transitModel: ModelDocument | undefined;
  readonly #leastLeads = new Map<number, readonly Float64Array[]>();

  constructor(network: Network, models: PromiseModels | undefined) {
    this.#network = network;
    this.#models =
      models?.handling || models?.transit
        ? new LaneModels(models, () => {
            this.#orderSlots?.clear();
          })
        : undefined;
    this.#transitModel = models?.transit;
    this.#nodes = network.nodes.map(() => undefined);
    this.#services = network.services.map(serviceClock);
    this.#laneIxs = new Int32Array(network.nodes.length * network.services.length).fill(-1);
    let lanes = 0;
    network.nodes.forEach((_, nodeIx) => {
      for (const serviceIx of network.servicesAt(nodeIx)) {
        this.#laneIxs[nodeIx * network.services.length + serviceIx] = lanes;
        lanes += network.services[serviceIx]?.transit.length ?? 0;
      }
    });
    this.#orderSlots = this.#models?.readsOrders === true ? new OrderSlots(lanes) : undefined;
    this.#memo = this.#orderSlots?.memo ?? new LaneMemo(lanes);
  }

  firstSlot(
    nodeIx: number,
    at: number,
    usedOrders: (slotAt: number) => number,
  ): SlotOffer | undefined {
    const { slots, ordersMax } = this.#node(nodeIx);
    if (ordersMax === 0) return undefined;
    const latestAt = at + slotHorizonMs;
    for (let i = slots.seek(at); i >= 0; i = slots.next(i)) {
      const fromAt = slots.fromAt[i] ?? Infinity;
      if (fromAt > latestAt) return undefined;
      if (at >= (slots.orderUntilAt[i] ?? 0)) continue;
      const slotAt = slots.slotAt[i] ?? fromAt;
      const ordersUsed = usedOrders(slotAt);
      if (ordersUsed < ordersMax)
        return { slotAt, startAt: Math.max(at, fromAt), ordersUsed, ordersMax };
    }
    return undefined;
  }

  deliveryWindow(nodeIx: number, startAt: number, ask: LaneAsk): LaneWindow | undefined {
    const known = this.#arrival(nodeIx, startAt, ask);
    return known < 0 ? undefined : this.#memo.windowAt(known);
  }

  windowFrom(nodeIx: number, from: GoodsOnTheirWay, ask: LaneAsk): LaneWindow | undefined {
    const service = this.#services[ask.serviceIx];
    const first = this.#laneIxs[nodeIx * this.#services.length + ask.serviceIx] ?? -1;
    if (first < 0 || !service?.transit[ask.zone]) return undefined;
    const lane = this.#lane(nodeIx, from.at, ask);
    const arrive = lane.collections ? scheduledArrival : onDemandArrival;
    const onTheWay: Lane =
      from.point === 'ready'
        ? { ...lane, node: { ...lane.node, handling: nothingToDo } }
        : { ...lane, node: { hours: alwaysOpen, handling: nothingToDo }, collections: undefined };
    return arrive(onTheWay, from.at, this.#collected).window;
  }

  deliveryEndAt(nodeIx: number, startAt: number, ask: LaneAsk): number {
    const known = this.#arrival(nodeIx, startAt, ask);
    return known < 0 ? 0 : this.#memo.endAt(known);
  }

  leastLeadMs(ask: Parameters<LaneClock['leastLeadMs']>[0]): readonly Float64Array[] {
    const { confidencePercent, brokenWorthHours, withheldModels = 0 } = ask;
    const percent = brokenWorthHours === undefined ? confidencePercent : leastSurePercent;
    const model = (withheldModels & modelBits.transit) === 0 ? this.#transitModel : undefined;
    return remembered(this.#leastLeads, model ? percent : -percent, () =>
      leastLeads(this.#services, model, percent),
    );
  }

  /** Where the memo has the arrival; −1 when there is no such lane. */
  #arrival(nodeIx: number, startAt: number, ask: LaneAsk): number {
    const first = this.#laneIxs[nodeIx * this.#services.length + ask.serviceIx] ?? -1;
    if (first < 0 || ask.zone < 0) return -1;
    const slot = this.#slotOf(first + ask.zone, nodeIx, ask);
    const known = this.#memo.find(slot, startAt, ask);
    if (known >= 0) return known;
    const service = this.#services[ask.serviceIx];
    if (!service?.transit[ask.zone]) return -1;
    const lane = this.#lane(nodeIx, startAt, ask);
    const arrive = lane.collections ? scheduledArrival : onDemandArrival;
    const arrival = arrive(lane, startAt, this.#collected);
    const same = this.#models && this.#node(nodeIx).starts.around(startAt);
    return this.#memo.keep(slot, ask, same ? within(arrival, same) : arrival);
  }

  #slotOf(laneIx: number, nodeIx: number, { order }: LaneAsk): number {
    if (!this.#orderSlots || !this.#models) return laneIx;
    return this.#orderSlots.slotOf(laneIx, this.#models.seenNo(order, nodeIx));
  }

  #lane(nodeIx: number, startAt: number, ask: LaneAsk): Lane {
    const node = this.#node(nodeIx);
    const clock = this.#services[ask.serviceIx];
    ensure(clock !== undefined, 'a lane has a service');
    const { zone, confidencePercent, brokenWorthHours, destinationTimeZone } = ask;
    ensure(confidencePercent >= 50 && confidencePercent <= 99, 'confidence is 50 … 99 percent');
    const destination =
      destinationTimeZone === undefined ? node.zone : zoneOrThrow(destinationTimeZone);
    const collections = remembered(clock.collections, node.zone, () =>
      collectionTimes(clock.service.collection, node.zone),
    );
    const days = collections ? workingDays : workingHours;
    const deliveries = clock.isCounter
      ? remembered(node.counters, clock, () =>
          counterHours(node.calendar, clock.service.deliveryCalendar, node.zone),
        )
      : remembered(clock.deliveries, destination, () =>
          days(clock.service.deliveryCalendar, destination),
        );
    const transit = clock.transit[zone];
    ensure(transit !== undefined, 'a lane has a transit time');
    const gridMs = clock.gridMs[zone] ?? hourMs;
    const sure = { confidencePercent, brokenWorthHours };
    const lane = { node, collections, transit, deliveries, destination, gridMs, ...sure };
    return this.#models ? this.#modelled(lane, { nodeIx, startAt, ask }) : lane;
  }

  /** The lane as models see it at the start; the curves of the network where none says anything. */
  #modelled(
    lane: Lane,
    of: { readonly nodeIx: number; readonly startAt: number; readonly ask: LaneAsk },
  ): Lane {
    const node = this.#network.nodes[of.nodeIx];
    const service = this.#services[of.ask.serviceIx]?.service;
    ensure(node !== undefined && service !== undefined, 'a lane has a node and a service');
    const { serviceIx, zone, withheldModels = 0, order } = of.ask;
    const { nodeIx, startAt } = of;
    const laneIx = (this.#laneIxs[nodeIx * this.#services.length + serviceIx] as number) + zone;
    const start = this.#node(nodeIx).starts.around(startAt).known;
    const seen = { node, nodeIx, service, laneIx, zone, start, order };
    const speaks = (use: keyof typeof modelBits): boolean =>
      (withheldModels & modelBits[use]) === 0;
    const handling = speaks('handling') ? this.#models?.handling(seen) : undefined;
    const transit = speaks('transit') ? this.#models?.transit(seen) : undefined;
    return {
      ...lane,
      node: { hours: lane.node.hours, handling: handling ?? lane.node.handling },
      transit: transit ?? lane.transit,
    };
  }

  #node(nodeIx: number): NodeClock {
    const known = this.#nodes[nodeIx];
    if (known) return known;
    const node = this.#network.nodes[nodeIx];
    ensure(node !== undefined, `node index ${nodeIx} is in the network`);
    const zone = zoneOrThrow(node.timeZone);
    const compiled = {
      zone,
      hours: workingHours(node.calendar, zone),
      slots: workingSlots(node, zone),
      ordersMax: node.slots.ordersMax,
      calendar: node.calendar,
      counters: new Map<ServiceClock, DayTimeline>(),
      starts: new KnownStarts(zone, this.#models?.readsHour === true),
      handling: massPoints(node.handlingMinutes, minuteMs),
    };
    this.#nodes[nodeIx] = compiled;
    return compiled;
  }
}

function serviceClock(service: CarrierService): ServiceClock {
  const none = { levels: [0.5], values: [0] };
  return {
    service,
    isCounter: service.serviceLevels.every((level) => level === 'pickup'),
    transit: service.transit.map(({ hours, minutes }) =>
      hours ? massPoints(hours, hourMs) : massPoints(minutes ?? none, minuteMs),
    ),
    gridMs: service.transit.map(({ hours }) => (hours ? hourMs : 5 * minuteMs)),
    collections: new Map(),
    deliveries: new Map(),
  };
}

/** What a model says of a day, or of an hour, does not hold in the next. */
const within = (
  { window, validFrom, validUntil }: Arrival,
  { fromAt, untilAt }: SameStarts,
): Arrival => ({
  window,
  validFrom: Math.max(validFrom, fromAt),
  validUntil: Math.min(validUntil, untilAt),
});

/** Zones were checked when the network was read. */
function zoneOrThrow(name: string): Zone {
  const zone = zoneNamed(name);
  ensure(zone.ok, `${name} is a time zone`);
  return zone.value;
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key);
  if (value !== undefined || known.has(key)) return value as V;
  const made = make();
  known.set(key, made);
  return made;
}
