import { aStore } from '@ordermesh/testkit';
import { smallTown, smallTownNodes, smallTownServices, story } from '@ordermesh/twin';

const at = (text: string): number => Date.parse(text);
const [storeA] = smallTownNodes;
const daily = (from: number, to: number) => Array.from({ length: 7 }, () => [[from, to] as const]);
const berlin = {
  latitude: 52.52,
  longitude: 13.405,
  country: 'DE',
  subdivision: 'DE-BE',
  postcode: '10115',
};

/** A store in Berlin over the weekend in which clocks are set forward; Saturday is a holiday, Sunday is open at night. */
const store = aStore('st_a', {
  ...storeA,
  name: 'Store Berlin',
  place: berlin,
  timeZone: 'Europe/Berlin',
  cutOffMinute: 15 * 60,
  handlingMinutes: { levels: [0.5, 0.9], values: [20, 40] },
  calendar: {
    weekly: daily(540, 1260),
    closedDates: ['2026-03-31'],
    holidays: 'DE-BE',
    holidayDates: [{ date: '2026-03-28', name: 'Feast' }],
    specialDates: [{ date: '2026-03-29', spans: [[60, 240]], note: 'night of the long shelves' }],
  },
});
/** The carrier delivers on weekdays, and not on the holiday after the weekend. */
const services = smallTownServices.map((service) => ({
  ...service,
  countries: ['DE'],
  deliveryCalendar: service.serviceLevels.includes('pickup')
    ? service.deliveryCalendar
    : {
        weekly: [...daily(540, 1080).slice(0, 5), [], []],
        closedDates: [],
        holidays: 'DE-BE',
        holidayDates: [{ date: '2026-03-30', name: 'Feast' }],
      },
}));

const zone = 'Europe/Berlin';
const local = (instant: number): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(instant);

/** A holiday between cut-off and delivery, a closed store, and the night in which clocks are set forward. */
export const scenario = story({
  name: 'calendars',
  title: 'Holidays, special hours and the changed clock are in the promise',
  about: [
    'What is ordered after cut-off on Friday begins in the next opening hours: not on the holiday, but in the special hours of Sunday, one of which does not exist.',
    'The carrier does not deliver on its holiday, and a pick-up is promised only while the store is open.',
  ],
  startAt: at('2026-03-27T15:00:00Z'),
  furniture: smallTown({
    nodes: [store],
    stock: { st_a: { OAT: 20, TEA: 5 } },
    network: { carrierServices: services },
  }),
  tell: async (stage) => {
    const shipped = await stage.place({ ship_to: berlin });
    const [work] = await stage.openWorks(shipped.record.order.orderId);
    const promise = shipped.record.promise;
    if (!work || !promise) throw new Error('not routed');
    stage.must(
      'work begins after the holiday, in the special hours of the night',
      work.releaseAt === at('2026-03-29T00:00:00Z'),
      local(work.releaseAt),
    );
    const delivered = local(promise.window.endAt);
    stage.must(
      'nothing is delivered on the weekend and on the holiday of the carrier',
      promise.window.startAt >= at('2026-03-31T07:00:00Z') && delivered.endsWith('18:00'),
      `${local(promise.window.startAt)} to ${delivered}`,
    );

    const picked = await stage.place({
      ship_to: berlin,
      service_level: 'pickup',
      pickup_node: 'st_a',
    });
    const counter = picked.record.promise?.window;
    const opening = counter && local(counter.startAt);
    const closing = counter && local(counter.endAt);
    stage.must(
      'the pick-up is promised in the two hours that the night has, not in the third',
      counter !== undefined &&
        counter.startAt >= at('2026-03-29T00:00:00Z') &&
        counter.endAt <= at('2026-03-29T02:00:00Z'),
      `${opening ?? ''} to ${closing ?? ''}`,
    );

    const told = stage.held(await stage.hub.tracking(shipped.record.order.orderId, 'advanced'));
    const steps = told.parcels.flatMap(({ milestones }) => milestones);
    stage.table(
      ['planned step', 'planned', 'latest'],
      steps.map(({ label, plannedAt, latestAt }) => [label.en, local(plannedAt), local(latestAt)]),
    );
    stage.must(
      'every step is planned, one after the other',
      steps.length === 5 &&
        steps.every((one, i) => one.plannedAt >= (steps[i - 1]?.plannedAt ?? 0)),
      `${String(steps.length)} steps`,
    );
  },
});
