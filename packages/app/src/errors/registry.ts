import { accessErrors } from './access-errors.ts';
import { entry } from './entry.ts';
import type { ErrorEntry } from './entry.ts';
import { busErrors } from './bus-errors.ts';
import { fileErrors } from './file-errors.ts';
import { limitErrors } from './limit-errors.ts';

/**
 * The one list of errors. HTTP problems, the pages under `/docs/errors` and the command line come from here.
 * 1xxx: the process and its surroundings. 2xxx: the request. 3xxx: the business says no. 9xxx: our fault.
 */
export const errorRegistry = {
  'config-unknown-key': entry(
    ['OM1001', 0, 64],
    [
      'Unknown setting',
      'A setting with this name does not exist; a typing error would otherwise pass unseen.',
    ],
    ['ordermesh config print --origin'],
  ),
  'config-invalid-value': entry(
    ['OM1002', 0, 64],
    ['Invalid setting', 'The value is not in the range of this setting.'],
    ['ordermesh config print --origin'],
  ),
  'config-unreadable': entry(
    ['OM1003', 0, 64],
    [
      'Cannot read the configuration',
      'The file that was named does not exist or is not valid JSON.',
    ],
    ['ordermesh init', 'ordermesh config print --origin'],
  ),
  'unknown-command': entry(
    ['OM1010', 0, 64],
    ['Unknown command', 'The command line has no such command.'],
    ['ordermesh --help'],
  ),
  usage: entry(
    ['OM1011', 0, 64],
    ['Wrong use of the command', 'An option or argument is missing, unknown or out of range.'],
    ['ordermesh <command> --help'],
  ),
  'input-unreadable': entry(
    ['OM1012', 0, 65],
    ['Cannot read the input', 'The file does not exist or is not valid JSON.'],
    ['Check the path and the content of the file.'],
  ),
  'check-failed': entry(
    ['OM1013', 0, 1],
    ['A check failed', 'The command ran, and what it checked does not hold.'],
    ['Read the lines above; each names its remedy.'],
  ),
  'answer-invalid': entry(
    ['OM1019', 0, 65],
    ['An answer is not valid', 'A flag, a field of the answers file or what was typed is wrong.'],
    ['ordermesh init --help', 'Mend what is listed; nothing was written.'],
  ),
  ...fileErrors,
  'port-taken': entry(
    ['OM1101', 0, 69],
    ['Cannot listen', 'Another process holds the port, or the address is not of this machine.'],
    ['ordermesh serve --port 4601', 'ordermesh doctor'],
  ),
  starting: entry(
    ['OM1102', 503, 75],
    ['The hub is starting', 'The board is still being read from the store.'],
    ['Wait until GET /startupz answers 200, then send it again.'],
  ),
  stopping: entry(
    ['OM1103', 503, 75],
    ['The hub is stopping', 'It finishes what it accepted and takes nothing new.'],
    ['Send it to another process, or again in some seconds.'],
  ),
  'data-directory-locked': entry(
    ['OM1202', 503, 69],
    [
      'The data directory is in use',
      'Another process holds the embedded store; two would destroy it.',
    ],
    ['Stop the other process.', 'ordermesh serve --data-directory ./other'],
  ),
  'store-unreachable': entry(
    ['OM1203', 503, 69],
    ['Cannot reach the store', 'The database did not answer or refused the connection.'],
    ['ordermesh doctor', 'ordermesh serve --store embedded'],
  ),
  'store-busy': entry(
    ['OM1204', 503, 75],
    [
      'The store could not do it now',
      'The database was busy or restarting; whether the write happened is not known.',
    ],
    ['Send the same request again with the same Idempotency-Key.'],
  ),
  ...busErrors,
  'server-unreachable': entry(
    ['OM1301', 0, 69],
    ['Cannot reach the hub', 'No hub answers at this address.'],
    ['ordermesh serve', 'ordermesh demo', 'Check --url.'],
  ),
  'body-invalid': entry(
    ['OM2001', 400, 65],
    ['The body is not valid', 'One or more fields are missing, unknown or out of range.'],
    ['Mend the fields listed in errors.', 'GET /openapi.json describes every field.'],
  ),
  'json-syntax': entry(
    ['OM2002', 400, 65],
    ['The body is not JSON', 'It could not be read as UTF-8 JSON.'],
    ['Check the body with a JSON parser.'],
  ),
  'json-unsafe': entry(
    ['OM2003', 400, 65],
    [
      'The JSON is ambiguous',
      'Duplicate keys, numbers that lose digits and __proto__ keys are refused, because readers disagree on them.',
    ],
    ['Send each key once and integers within ±(2^53 − 1).'],
  ),
  'request-invalid': entry(
    ['OM2004', 400, 64],
    ['The query or path is not valid', 'A parameter is missing, unknown or out of range.'],
    ['Mend the parameters listed in errors.'],
  ),
  'cursor-invalid': entry(
    ['OM2005', 400, 64],
    ['The cursor is not valid', 'A cursor is opaque and belongs to one list.'],
    ['Use page.next_cursor of the previous answer unchanged, or start without cursor.'],
  ),
  'header-invalid': entry(
    ['OM2006', 400, 64],
    ['A header is not valid', 'Its value does not have the form that its standard asks for.'],
    ['See the error for the header and its form.'],
  ),
  'body-too-large': entry(
    ['OM2007', 413, 65],
    ['The body is too large', 'It exceeds the limit on bytes, nesting, elements or text length.'],
    [
      'Send smaller batches.',
      'Raise OM_BODY_LIMIT_BYTES if bodies of this size are normal for you.',
    ],
  ),
  'media-type': entry(
    ['OM2008', 415, 64],
    ['The content type is not supported here', 'This operation reads another format.'],
    [
      'Set Content-Type to application/json (or application/x-ndjson for batches).',
      'With curl: --json @order.json, or -H "Content-Type: application/json" beside -d.',
    ],
  ),
  'route-unknown': entry(
    ['OM2009', 404, 64],
    ['No such address', 'The API has no resource at this path.'],
    ['GET /openapi.json lists every path.'],
  ),
  'method-not-allowed': entry(
    ['OM2010', 405, 64],
    ['The method is not allowed here', 'The path exists, with other methods.'],
    ['Use one of the methods in the Allow header.'],
  ),
  'key-missing': entry(
    ['OM2101', 401, 64],
    ['An API key is needed', 'The request carried no key.'],
    ['Send Authorization: Bearer om_…', 'ordermesh keys create --name me --scopes admin'],
  ),
  'key-unknown': entry(
    ['OM2102', 401, 64],
    ['The API key is not known', 'It was mistyped, revoked, or belongs to another hub.'],
    ['ordermesh keys create --name me --scopes admin'],
  ),
  'scope-missing': entry(
    ['OM2103', 403, 64],
    ['The API key may not do this', 'The key lacks the scope that the operation needs.'],
    ['Use a key with the scope named in why.'],
  ),
  ...accessErrors,
  'not-found': entry(
    ['OM3001', 404, 65],
    ['Not found', 'The hub knows nothing under this id.'],
    ['Check the id; external ids are addressed as ext:<system>:<id>.'],
  ),
  'external-id-known': entry(
    ['OM3002', 409, 65],
    ['This external id has an order already', 'One external order is one order here.'],
    ['GET the order named in why.', 'Send the same Idempotency-Key to get the first answer again.'],
  ),
  'idempotency-key-reused': entry(
    ['OM3003', 422, 65],
    ['The Idempotency-Key was used with another body', 'The same key must carry the same body.'],
    ['Use a new key for a new request.'],
  ),
  'precondition-failed': entry(
    ['OM3004', 412, 75],
    ['Changed meanwhile', 'The version in If-Match is not the current one.'],
    ['GET it again, decide again, and send the new ETag.'],
  ),
  'version-conflict': entry(
    ['OM3005', 409, 75],
    ['Changed meanwhile', 'Somebody else changed it first.'],
    ['GET it again, decide again, and send it again.'],
  ),
  'wrong-state': entry(
    ['OM3006', 409, 65],
    ['Not possible in this state', 'The thing has moved on, or is not there yet.'],
    ['GET it to see its state.'],
  ),
  'own-approval': entry(
    ['OM3011', 403, 65],
    ['Nobody agrees to their own wish', 'Four eyes: whoever asked for a change cannot approve it.'],
    ['Approve it with the key of another person.', 'Reject it to take it back.'],
  ),
  'link-invalid': entry(
    ['OM3090', 404, 65],
    ['The link is not valid', 'It is unknown, was revoked, or has expired.'],
    ['Ask whoever sent it for a new one.'],
  ),
  ...limitErrors,
  'key-sealed': entry(
    ['OM3092', 500, 69],
    [
      'What is sealed in the store cannot be opened',
      'It was sealed with a secret that OM_SECRET_KEY does not hold (any more).',
    ],
    ['Put the secret back behind the new one: OM_SECRET_KEY=<new>,<old>.'],
  ),
  fenced: entry(
    ['OM3007', 409, 65],
    [
      'The work was given to another node',
      'The epoch is older than the current assignment, so this act changes nothing.',
    ],
    ['Stop working on it; GET the fulfilments of the node for the current work.'],
  ),
  'insufficient-stock': entry(
    ['OM3008', 409, 65],
    ['Not enough stock', 'Less is available to promise than asked.'],
    ['Ask for fewer units, or GET /v1/stock/availability.'],
  ),
  unroutable: entry(
    ['OM3009', 409, 65],
    ['No node can do it', 'No plan serves all lines within the rules.'],
    ['See nearest for the smallest change that would make it possible.'],
  ),
  contended: entry(
    ['OM3010', 503, 75],
    ['Too many took the same stock at once', 'Every attempt lost the race; nothing was written.'],
    ['Send it again.'],
  ),
  'already-claimed': entry(
    ['OM3041', 409, 65],
    [
      'Another node was faster',
      'The work was offered to several nodes at once and the first claim won; this one changes nothing.',
    ],
    ['GET /v1/offers for what is still open.'],
  ),
  'offer-over': entry(
    ['OM3042', 409, 65],
    ['The offer is over', 'It ran out, or the work was taken back before it was claimed.'],
    ['GET /v1/offers for what is still open.'],
  ),
  'slot-full': entry(
    ['OM3043', 409, 65],
    ['The slot is full', 'Every place of the slot, or of the day, is used or held.'],
    ['GET /v1/nodes/{node}/slots for slots that have room.'],
  ),
  bug: entry(
    ['OM9001', 500, 1],
    ['Something broke on our side', 'This is a fault of ordermesh, not of the request.'],
    ['Report it with the trace id.'],
  ),
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** The name of an error in code. */
export type ErrorName = keyof typeof errorRegistry;

/** Every entry, in the order of the list. */
export const errorEntries: readonly ErrorEntry[] = Object.values(errorRegistry);

/** The entry of a code such as `OM2001`; undefined for unknown codes. */
export const errorByCode = (code: string): ErrorEntry | undefined =>
  errorEntries.find((known) => known.code === code);
