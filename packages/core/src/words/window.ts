/** A half-open span of time, `startAt` ≤ t < `endAt`, both epoch ms UTC. */
export interface Window {
  readonly startAt: number;
  readonly endAt: number;
}
