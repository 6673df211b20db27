/**
 * The bus port on NATS JetStream, nats-server 2.9 and later: the feed is one stream that several processes may append to
 * without ever leaving a hole or feeding an event twice. What the bus acknowledges is transport; the database is true.
 *
 * @packageDocumentation
 */
export { natsBus } from './bus.ts';
export type { NatsBusOptions } from './bus.ts';
