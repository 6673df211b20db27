/**
 * The twin: a seeded world in which the real hub runs. A reference network and its customers, people who work and
 * fail, storms; a virtual clock that lives through a day in seconds, a scaled one for showing; the replay of real
 * orders; and the check of the books that must hold after all of it.
 *
 * @packageDocumentation
 */
export { referenceWorld } from './world/reference-world.ts';
export type { ReferenceWorld } from './world/reference-world.ts';
export type { City } from './world/cities.ts';
export type { CatalogueItem } from './world/catalogue.ts';
export type { StockRow } from './world/stock.ts';
export { demandOf } from './flow/demand.ts';
export type { Demand } from './flow/demand.ts';
export { drawDemand } from './flow/from-forecast.ts';
export type { DemandDraw, DrawnOrder } from './flow/from-forecast.ts';
export type { OrderDraft } from './flow/draft.ts';
export { ordinaryHabits, worldActors } from './actors/world-actors.ts';
export type { ActorFigures, ActorHabits, ActorWorld, WorldActors } from './actors/world-actors.ts';
export { nodesAround, restore, strike } from './actors/storm.ts';
export { scaledTime } from './clock/scaled-time.ts';
export type { ScaledTime } from './clock/scaled-time.ts';
export { virtualTime } from './clock/virtual-time.ts';
export type { VirtualTime } from './clock/virtual-time.ts';
export { dayOrigin, liveThrough } from './run/day.ts';
export type { Day, DayReport, Disturbance } from './run/day.ts';
export { furnish } from './run/furnish.ts';
export type { Furniture } from './run/furnish.ts';
export { checkBooks } from './run/invariants.ts';
export type { BooksChecked, BrokenInvariant } from './run/invariants.ts';
export { dayChecks, dayFigures } from './run/scenario.ts';
export type {
  Scenario,
  ScenarioAsk,
  ScenarioCheck,
  ScenarioReport,
  ScenarioTable,
} from './run/scenario.ts';
export { story, storyOrigin } from './story/story.ts';
export type { Stage, StoryMaking } from './story/story.ts';
export type { Floor } from './story/floor.ts';
export { smallTown, smallTownNodes, smallTownServices } from './story/small-town.ts';
export type { TownMaking } from './story/small-town.ts';
export { replayOrigin, runOlist } from './olist/replay.ts';
export type { OlistAsk, OlistReport } from './olist/replay.ts';
export { readOlistDeliveries } from './olist/deliveries.ts';
export type { OlistDelivery } from './olist/deliveries.ts';
export { DatasetMissing } from './olist/table.ts';
export { olistBenchmark } from './olist/benchmark.ts';
export type { OlistBenchmark, OlistBenchmarkAsk, OlistSites } from './olist/benchmark.ts';
export { readOlist } from './olist/dataset.ts';
export type { OlistDataset, OlistOrder } from './olist/dataset.ts';
export { freightMinorOf, zoneOf } from './olist/rate-card.ts';
export { cycleOrders } from './olist/stock-plan.ts';
export { restHours, runSchedule } from './sim/schedule.ts';
export type { ScheduleAsk, ScheduleReport } from './sim/schedule.ts';
export type { Deeds } from './sim/deeds.ts';
export type { Violation } from './sim/open-mesh.ts';
export { commandOf, shrink } from './sim/shrink.ts';
export type { Shrunk } from './sim/shrink.ts';
export type {
  SendTold,
  SubscriberDesk,
  SubscriberWish,
  TellingLife,
  ToldAnswer,
  ToldMessage,
  WebhookRole,
} from './sim/webhooks/role.ts';
export { calm } from './sim/faults/fault-mix.ts';
export type { FaultMix, FaultName } from './sim/faults/fault-mix.ts';
