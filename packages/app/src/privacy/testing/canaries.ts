/** Texts about a person that must be found nowhere but in the answers of the API. */
export const canaries: readonly string[] = [
  'Kanarienvogel-Anna',
  '+49-30-KANARI-5551',
  'Gelbe Gasse 17b',
  'Hinterhaus Zeisig',
  'Alles Gute vom Stieglitz',
];

const [name, phone, street, house, message] = canaries;

type Draft = Readonly<Record<string, unknown>>;

/** The draft, saying all of them, of customer `c_anna`. */
export function withCanaries(draft: Draft): Record<string, unknown> {
  const recipient = { name, phone, address_lines: [street, house] };
  return {
    ...draft,
    customer_id: 'c_anna',
    gift: { message, wrap: false },
    ship_to: { ...(draft['ship_to'] as object), recipient },
  };
}

/** The same, but of goods that nobody sells: a source parks it. */
export function parkedWithCanaries(draft: Draft): Record<string, unknown> {
  const price = { amount_minor: 1_000, currency: 'CNY' };
  return { ...withCanaries(draft), lines: [{ item: 'NOTHING', quantity: 1, price }] };
}

/** The canaries that the bytes hold: in the clear, escaped as JSON does, or as base64. */
export function foundIn(bytes: Buffer | string): readonly string[] {
  const whole = Buffer.from(bytes);
  return canaries.filter((text) =>
    [
      text,
      JSON.stringify(text).slice(1, -1),
      Buffer.from(text).toString('base64').slice(0, -4),
    ].some((form) => whole.includes(form)),
  );
}
