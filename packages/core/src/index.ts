/**
 * ordermesh core: the path of one order. Read `path.ts` first; rooms are entered by their own doors
 * (`@ordermesh/core/route` and so on).
 *
 * @packageDocumentation
 */
export { walkNewOrder, walkOpenLines } from './path.ts';
export type { Assigned, OpenLines, PathBoard, WalkedOrder } from './path.ts';
