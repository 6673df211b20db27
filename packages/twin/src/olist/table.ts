import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A file of the data set that is not where it was looked for. */
export class DatasetMissing extends Error {
  readonly path: string;
  readonly remedy: string;
  constructor(path: string) {
    super(`The Olist orders are not here: ${path}`);
    this.name = 'DatasetMissing';
    this.path = path;
    this.remedy =
      'Pass the folder that holds orders.csv.gz, order_items.csv.gz, products.csv.gz and sellers.csv.gz. ' +
      'The data set is CC BY-NC-SA 4.0 and is not part of this repository.';
  }
}

/**
 * Reads the named columns of a gzipped CSV file (RFC 4180 quoting, UTF-8), in the order in which they are named.
 *
 * @throws DatasetMissing when the file does not exist
 */
export function readColumns(
  path: string,
  columns: readonly string[],
): readonly (readonly string[])[] {
  if (!existsSync(path)) throw new DatasetMissing(path);
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split(/\r?\n/);
  const header = fieldsOf(lines[0] ?? '');
  const picked = columns.map((column) => header.indexOf(column));
  return lines
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const fields = fieldsOf(line);
      return picked.map((ix) => fields[ix] ?? '');
    });
}

function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (const sign of line) {
    if (sign === '"') quoted = !quoted;
    else if (sign === ',' && !quoted) {
      fields.push(field);
      field = '';
    } else field += sign;
  }
  fields.push(field);
  return fields;
}
