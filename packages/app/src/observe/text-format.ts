/** What a metric is, for Prometheus and for people. @see Prometheus text exposition format 0.0.4 */
export const metric = (
  kind: 'counter' | 'gauge' | 'summary' | 'histogram',
  name: string,
  says: string,
): string[] => [`# HELP ${name} ${says}`, `# TYPE ${name} ${kind}`];
/** A value that goes up and down. */
export const gauge = (name: string, says: string, value: number): string[] => [
  ...metric('gauge', name, says),
  `${name} ${value}`,
];
/** A value that only grows. */
export const counter = (name: string, says: string, value: number): string[] => [
  ...metric('counter', name, says),
  `${name} ${value}`,
];
