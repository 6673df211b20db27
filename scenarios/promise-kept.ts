import { story } from '@ordermesh/twin';

/** An order from the shop to the door, and what everybody was told about when. */
export const scenario = story({
  name: 'promise-kept',
  title: 'One promise for every reader, and it is kept',
  about: [
    'Cart, order, tracking page and API name the same window at one version, because they ask the same function.',
  ],
  tell: async (stage) => {
    const cart = stage.held(
      stage.hub.promiseCart({
        channel: 'webshop',
        currency: 'CNY',
        ship_to: {
          latitude: 31.23,
          longitude: 121.47,
          country: 'CN',
          subdivision: 'CN-SH',
          postcode: '200001',
        },
        lines: [{ item: 'OAT', quantity: 2, price: { amount_minor: 2000, currency: 'CNY' } }],
      }),
    );
    const { record } = await stage.place();
    const { orderId } = record.order;
    stage.must(
      'the cart was promised what the order was promised',
      JSON.stringify(cart.promise.window) === JSON.stringify(record.promise?.window),
      `${String(cart.promise.window.endAt)} and ${String(record.promise?.window.endAt)}`,
    );
    const told = stage.held(await stage.hub.tracking(orderId, 'basic'));
    stage.must(
      'the tracking page tells the same window',
      JSON.stringify(told).includes(String(record.promise?.window.endAt)),
      JSON.stringify(told).slice(0, 200),
    );
    const [work] = await stage.openWorks(orderId);
    if (!work) throw new Error('not routed');
    await stage.finish(work);
    const { delivered, deliveredInWindow } = stage.hub.figures();
    stage.must('it came within the window', deliveredInWindow === delivered, String(delivered));
  },
});
