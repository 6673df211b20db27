/** The temperature over a span of time, as a logger told it. */
export interface TemperatureReading {
  /** Thousandths of a degree Celsius, integer. */
  readonly milliCelsius: number;
  /** How long it counts, ms > 0. */
  readonly forMs: number;
}

/** Activation energy over the gas constant, kelvin: 83.144 kJ/mol by 8.3144 J/(mol·K), as the pharmacopoeias have it. */
const kelvinPerEnergy = 10_000;
const zeroCelsiusKelvin = 273.15;

/**
 * How fast goods age at a temperature, as a share of how fast they would at 0 °C: what mean kinetic temperatures add up.
 *
 * @param milliCelsius above absolute zero
 */
export const ageingAt = (milliCelsius: number): number =>
  Math.exp(
    kelvinPerEnergy / zeroCelsiusKelvin -
      kelvinPerEnergy / (milliCelsius / 1000 + zeroCelsiusKelvin),
  );

/** The one constant temperature at which goods would have aged so fast, °C. @param ageing > 0, of `ageingAt` */
export const celsiusOfAgeing = (ageing: number): number =>
  kelvinPerEnergy / (kelvinPerEnergy / zeroCelsiusKelvin - Math.log(ageing)) - zeroCelsiusKelvin;

/**
 * The mean kinetic temperature: the one constant temperature that would have spoiled goods as much as all the changing
 * ones did. It lies above the mean, because warmth spoils faster than cold preserves.
 *
 * @returns °C, not rounded; undefined without readings
 * @see USP <1079.2> and ICH Q1A(R2), with ΔH = 83.144 kJ/mol
 */
export function meanKineticCelsius(readings: readonly TemperatureReading[]): number | undefined {
  let [aged, totalMs] = [0, 0];
  for (const { milliCelsius, forMs } of readings) {
    aged += forMs * ageingAt(milliCelsius);
    totalMs += forMs;
  }
  return totalMs === 0 ? undefined : celsiusOfAgeing(aged / totalMs);
}

/** The mean kinetic temperature in thousandths of a degree Celsius, rounded; undefined without readings. */
export function meanKineticMilliCelsius(
  readings: readonly TemperatureReading[],
): number | undefined {
  const celsius = meanKineticCelsius(readings);
  return celsius === undefined ? undefined : Math.round(celsius * 1000);
}

/** What goods may bear on their way. */
export interface TemperatureLimits {
  /** The mean kinetic temperature must not be above. */
  readonly meanKineticMilliCelsiusMax: number;
  /** Every reading should lie between these … */
  readonly lowMilliCelsius: number;
  readonly highMilliCelsius: number;
  /** … except for so long in all, ms. */
  readonly excursionMsMax: number;
}

/** Whether goods may still be sold, and the numbers that say so. */
export interface TemperatureVerdict {
  readonly verdict: 'conformant' | 'non_conformant';
  readonly because: 'within-limits' | 'nothing-read' | 'too-warm-on-the-whole' | 'too-long-outside';
  readonly meanKineticMilliCelsius: number | undefined;
  readonly outsideMs: number;
}

/** Judges what a logger told. Goods of which nothing is known are not conformant. */
export function judgeTemperature(
  readings: readonly TemperatureReading[],
  limits: TemperatureLimits,
): TemperatureVerdict {
  const mean = meanKineticMilliCelsius(readings);
  const outsideMs = readings.reduce(
    (sum, { milliCelsius, forMs }) =>
      milliCelsius < limits.lowMilliCelsius || milliCelsius > limits.highMilliCelsius
        ? sum + forMs
        : sum,
    0,
  );
  const told = { meanKineticMilliCelsius: mean, outsideMs };
  if (mean === undefined) return { verdict: 'non_conformant', because: 'nothing-read', ...told };
  if (mean > limits.meanKineticMilliCelsiusMax)
    return { verdict: 'non_conformant', because: 'too-warm-on-the-whole', ...told };
  if (outsideMs > limits.excursionMsMax)
    return { verdict: 'non_conformant', because: 'too-long-outside', ...told };
  return { verdict: 'conformant', because: 'within-limits', ...told };
}
