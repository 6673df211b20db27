import { BusFailure } from '@ordermesh/core/hub';
import type { Bus } from '@ordermesh/core/hub';
import { AppFailure } from '../errors/index.ts';
import type { Configuration } from '../config/index.ts';

/**
 * Opens the bus that the settings name; the adapter is loaded here, so that processes without one start fast.
 *
 * @returns undefined when they name none
 * @throws AppFailure `bus-unreachable` or `bus-unfit`
 */
export async function openBus(
  { settings, origins }: Configuration,
  origin: string,
): Promise<Bus | undefined> {
  if (settings.bus === '') return undefined;
  const { natsBus } = await import('@ordermesh/adapters/nats');
  try {
    return await natsBus({
      servers: settings.bus,
      mesh: settings.busName,
      origin,
      partitions: settings.busPartitions,
      replicas: settings.busReplicas,
    });
  } catch (failure) {
    const text = failure instanceof Error ? failure.message : String(failure);
    const from = origins.find(({ name }) => name === 'bus')?.origin ?? 'default';
    const isUnfit = failure instanceof BusFailure && failure.trouble === 'unfit';
    throw new AppFailure(isUnfit ? 'bus-unfit' : 'bus-unreachable', {
      why: `${text.replace(/\/\/[^@/\s]*@/g, '//…@').replace(/[.]?$/, '.')} The setting bus came from ${from}.`,
      cause: failure,
    });
  }
}
