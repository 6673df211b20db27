import { orderId } from '@ordermesh/core/words';
import type { OrderView } from '@ordermesh/core/hub';
import type { Backend } from '../backend.ts';
import { AppFailure } from '../errors/index.ts';
import { valueOf } from './wire/refusal.ts';

const external = /^ext:([^:]{1,64}):(.{1,200})$/;

/**
 * Finds an order by the hub's id or as `ext:<system>:<id>`.
 *
 * @throws AppFailure `not-found`
 */
export async function findOrder({ hub }: Pick<Backend, 'hub'>, id: string): Promise<OrderView> {
  if (!id.startsWith('ext:')) return valueOf(await hub.order(orderId(id)));
  const [, system, theirId] = external.exec(id) ?? [];
  if (system === undefined || theirId === undefined)
    throw new AppFailure('request-invalid', {
      errors: [
        {
          pointer: '/order_id',
          code: 'wrong-form',
          why: 'External ids are addressed as ext:<system>:<id>.',
        },
      ],
    });
  return valueOf(await hub.orderByExternalId({ system, id: theirId }));
}
