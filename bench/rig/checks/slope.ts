/** A moment, and what was measured at it. */
export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

/** How a measure grows, per hour, with the interval that holds the true growth in 95 of 100 cases. */
export interface Slope {
  readonly perHour: number;
  readonly low: number;
  readonly high: number;
}

/** Samples near each other say the same; so many blocks of them say something each. */
const blocks = 20;
/** Student's t for 97.5 % and 18 degrees of freedom. */
const t = 2.101;

/**
 * The growth of a measure by least squares over 20 blocks of time. The first third is left out: caches fill then.
 *
 * @param of what stands for a block: its mean, or its least value where garbage hides what is kept
 * @returns undefined when there are too few samples
 */
export function slopeOf(
  samples: readonly Sample[],
  of: 'mean' | 'least' = 'mean',
): Slope | undefined {
  const steady = samples.slice(Math.floor(samples.length / 3));
  if (steady.length < 2 * blocks) return undefined;
  const points = Array.from({ length: blocks }, (_, at) => {
    const from = Math.floor((at * steady.length) / blocks);
    const block = steady.slice(from, Math.floor(((at + 1) * steady.length) / blocks));
    const values = block.map(({ value }) => value);
    return {
      x: mean(block.map(({ atMs }) => atMs / 3_600_000)),
      y: of === 'mean' ? mean(values) : Math.min(...values),
    };
  });
  const [middleX, middleY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const spread = sum(points.map(({ x }) => (x - middleX) ** 2));
  const perHour = sum(points.map(({ x, y }) => (x - middleX) * (y - middleY))) / spread;
  const rest = sum(points.map(({ x, y }) => (y - middleY - perHour * (x - middleX)) ** 2));
  const error = t * Math.sqrt(rest / (blocks - 2) / spread);
  return { perHour, low: perHour - error, high: perHour + error };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
