import { deliveredFact, departedFact, packedFact } from '@ordermesh/core/facts';
import type { ItemId } from '@ordermesh/core/words';
import { goodsOf, happening } from './floor.ts';
import type { Floor, Job } from './floor.ts';

/** Units by item in one parcel. */
type Inside = ReadonlyMap<ItemId, number>;

interface Parcel {
  readonly parcelUri: string;
  readonly inside: Inside;
  /** After it nothing of the work is here any more. */
  readonly isLast: boolean;
}

const minuteMs = 60_000;

/** Packs what is in the tote: in one parcel, or in two, of which the second is packed when it pleases. */
export function pack(floor: Floor, job: Job): void {
  const { mesh, chance } = floor;
  if (goodsOf(floor, job.taken).length === 0) {
    job.stage = 'dropped';
    return;
  }
  const minutes = mesh.isHealed() ? 1 : chance.between(1, 10) * floor.pace;
  mesh.clock.after(minutes * minuteMs, () => {
    job.stage = 'packed';
    const { first, rest, pauseMinutes } = divided(floor, job);
    close(floor, job, { inside: first, isLast: rest === undefined });
    if (rest === undefined) return;
    mesh.clock.after((mesh.isHealed() ? 1 : pauseMinutes) * minuteMs, () => {
      close(floor, job, { inside: rest, isLast: true });
    });
  });
}

/** Whether a work goes in two parcels is its own chance: all else that the node draws stays as it is. */
function divided(
  { mesh, chance }: Floor,
  { work, taken }: Job,
): { readonly first: Inside; readonly rest: Inside | undefined; readonly pauseMinutes: number } {
  const habit = chance.fork(`parcels of ${work.fulfilmentId}`);
  const units = [...taken.values()].reduce((sum, one) => sum + one, 0);
  if (units < 2 || habit.unit() >= mesh.mix.twoParcels)
    return { first: taken, rest: undefined, pauseMinutes: 0 };
  let open = habit.between(1, units - 1);
  const [first, rest] = [new Map<ItemId, number>(), new Map<ItemId, number>()];
  for (const [itemId, all] of taken) {
    const some = Math.min(all, open);
    open -= some;
    if (some > 0) first.set(itemId, some);
    if (all > some) rest.set(itemId, all - some);
  }
  return { first, rest, pauseMinutes: habit.between(2, 40) };
}

/** A parcel is closed and told; then it waits for the carrier. */
function close(floor: Floor, job: Job, what: Omit<Parcel, 'parcelUri'>): void {
  const { mesh, chance } = floor;
  const parcelUri = mesh.names.nextParcel();
  mesh.truth.pack(parcelUri, what.inside);
  const goods = goodsOf(floor, what.inside);
  floor.scanner.tell(
    packedFact({ ...happening(floor, job), parcelUri, goods, isClosed: true }),
    false,
  );
  mesh.clock.after((mesh.isHealed() ? 1 : chance.between(5, 40)) * minuteMs, () => {
    collect(floor, job, { ...what, parcelUri });
  });
}

/** The carrier takes the parcel away, and brings it to the customer. */
function collect(floor: Floor, job: Job, { parcelUri, inside, isLast }: Parcel): void {
  const { mesh, chance, nodeId } = floor;
  const { nodeUri, ...gate } = happening(floor, job);
  for (const [itemId, units] of inside) mesh.truth.leave(nodeId, itemId, units);
  if (isLast) job.stage = 'gone';
  floor.scanner.tell(
    departedFact({
      ...gate,
      parcelUris: [parcelUri],
      fromUri: nodeUri,
      toPartyUri: mesh.names.carrier,
    }),
    false,
  );
  mesh.clock.after((mesh.isHealed() ? 2 : chance.between(10, 60)) * minuteMs, () => {
    const { orderId } = job.work;
    for (const [itemId, units] of inside) mesh.truth.arrive(orderId, itemId, units);
    const { nodeUri: _left, ...door } = happening(floor, job);
    floor.scanner.tell(
      deliveredFact({
        ...door,
        placeUri: 'geo:31.23,121.47',
        parcelUris: [parcelUri],
        consigneeUri: mesh.names.consignee(orderId),
        fromPartyUri: mesh.names.carrier,
      }),
      false,
    );
  });
}
