/** Texts about a person that must be found nowhere but in the answers of the API. */
export const canaries: readonly string[] = [
  'Kanarienvogel-Anna',
  '+49-30-KANARI-5551',
  'Gelbe Gasse 17b',
  'Hinterhaus Zeisig',
  'Alles Gute vom Stieglitz',
  'Buchfink ruft zurück',
  'Rotkehlchen wohnt nebenan',
  'Amsel hat abgesagt',
  'Zaunkönig passt nicht',
  'Dompfaff schickt ein Foto',
  'Kleiber hat recht',
  'Pirol bekommt Geld',
  'Star behält es',
  'Girlitz wäre näher',
];

const [name, phone, street, house, message, draftNote] = canaries;

/** Those that are said when the order is placed. */
export const saidWhenPlaced: readonly string[] = canaries.slice(0, 6);

/** Words of staff and customers about the person, where each is said. */
export const saidLater = {
  holdNote: canaries[6] ?? '',
  cancelReason: canaries[7] ?? '',
  returnReason: canaries[8] ?? '',
  evidence: canaries[9] ?? '',
  decision: canaries[10] ?? '',
  refund: canaries[11] ?? '',
  denial: canaries[12] ?? '',
  reviewNote: canaries[13] ?? '',
};

type Draft = Readonly<Record<string, unknown>>;

/** The draft, saying all of them, of customer `c_anna`. */
export function withCanaries(draft: Draft): Record<string, unknown> {
  const recipient = { name, phone, address_lines: [street, house] };
  return {
    ...draft,
    customer_id: 'c_anna',
    holds: [{ reason: 'fraud', note: draftNote }],
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
