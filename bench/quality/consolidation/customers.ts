import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { DataAbsent } from '../section.ts';

/** An order as far as its customer and moment go. */
export interface CustomerOrderSeen {
  /** Customer and address. */
  readonly key: string;
  readonly at: number;
}

function rowsOf(dataFolder: string, path: string): readonly Readonly<Record<string, string>>[] {
  const file = join(dataFolder, path);
  if (!existsSync(file)) throw new DataAbsent(`there is no ${path} below the data folder`);
  const [head = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  const names = head.trim().split(',');
  return lines.map((line) => {
    const cells = line.trim().split(',');
    return Object.fromEntries(names.map((name, ix) => [name, cells[ix] ?? '']));
  });
}

const byTime = (a: CustomerOrderSeen, b: CustomerOrderSeen): number => a.at - b.at;

const momentOf = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`);

/** A marketplace of consumers: Olist's orders by customer and first five digits of the postcode. */
export const olistCustomers = (dataFolder: string): readonly CustomerOrderSeen[] =>
  rowsOf(dataFolder, 'olist/orders.csv.gz')
    .map((row) => ({
      key: `${row['customer_unique_id'] ?? ''} ${row['customer_zip_code_prefix'] ?? ''}`,
      at: momentOf(row['order_purchase_timestamp'] ?? ''),
    }))
    .sort(byTime);

/** A wholesaler of gifts: the invoices of known customers, cancellations left out. */
export function retailCustomers(dataFolder: string): readonly CustomerOrderSeen[] {
  const invoices = new Map<string, CustomerOrderSeen>();
  for (const row of rowsOf(dataFolder, 'uci_online_retail/online_retail.csv.gz')) {
    const { InvoiceNo: invoice = '', CustomerID: key = '', InvoiceDate = '' } = row;
    if (key === '' || invoice.startsWith('C') || invoices.has(invoice)) continue;
    invoices.set(invoice, { key, at: momentOf(`${InvoiceDate}:00`) });
  }
  return [...invoices.values()].sort(byTime);
}

/** Middle freight of an order at Olist, minor units: what a parcel saved is worth. */
export function olistFreightMinor(dataFolder: string): number {
  const freight = new Map<string, number>();
  for (const row of rowsOf(dataFolder, 'olist/order_items.csv.gz')) {
    const id = row['order_id'] ?? '';
    freight.set(id, (freight.get(id) ?? 0) + 100 * Number(row['freight_value']));
  }
  const sorted = [...freight.values()].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}
