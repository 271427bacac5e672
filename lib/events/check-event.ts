import type { z } from 'zod';
import type { ClientActor, SourceActor } from '#lib/auth/context.ts';
import { formatPath, joinPath } from '#lib/format/field-path.ts';
import { AppError, type FieldFault } from '#lib/platform/errors.ts';
import { uuidv7, uuidv7Ms } from '#lib/platform/ids.ts';
import { addedByNumbers } from './number-size.ts';
import { parseTimestamp } from './parse-timestamp.ts';
import { MAX_DATA_BYTES, NewEvent } from './schema.ts';

const MAX_AHEAD_MS = 5_000;

/** An event ready to be stored; `dataJson` is JSON text. */
export type EventRow = {
  id: string;
  externalId: string | null;
  /** Whoever sent it: one of the two. */
  clientId: string | null;
  sourceId: string | null;
  sessionId: string | null;
  category: string;
  name: string;
  /** In milliseconds of Unix time. */
  occurredMs: number;
  receivedMs: number;
  dataJson: string;
};

const invalid = (faults: FieldFault[]): AppError =>
  new AppError('invalid', `${faults[0]?.path || 'The event'} ${faults[0]?.message}`, {
    details: { errors: faults },
  });

function moment(given: string | null | undefined, at: string, receivedMs: number): number {
  if (given === null || given === undefined) return receivedMs;
  const ms = parseTimestamp(given);
  const path = joinPath(at, 'timestamp');
  if (ms === null) throw invalid([{ path, message: 'is not an ISO 8601 date and time' }]);
  if (ms > receivedMs + MAX_AHEAD_MS) throw invalid([{ path, message: 'is more than 5 s in the future' }]);
  return ms;
}

/** Whoever reads the content back gets its numbers written out: what counts is the size they have then. */
function sizeFault(json: string): string | null {
  if (json.length > MAX_DATA_BYTES) return 'is larger than 256 KiB';
  const added = addedByNumbers(json);
  if (added === null) return 'holds a value that cannot be stored';
  // A character takes at most three bytes of UTF-8, so most events need no count.
  if (json.length * 3 + added <= MAX_DATA_BYTES) return null;
  const sizeBytes = Buffer.byteLength(json);
  if (sizeBytes > MAX_DATA_BYTES) return 'is larger than 256 KiB';
  return sizeBytes + added > MAX_DATA_BYTES
    ? 'is larger than 256 KiB once its numbers are written out'
    : null;
}

function content(event: NewEvent, at: string): string {
  if (event.body !== undefined && event.data !== undefined) {
    throw invalid([{ path: joinPath(at, 'body'), message: 'stands beside data; give one of the two' }]);
  }
  const json = JSON.stringify(event.body === undefined ? (event.data ?? null) : { body: event.body });
  const fault = sizeFault(json);
  if (fault) throw invalid([{ path: joinPath(at, 'data'), message: fault }]);
  return json;
}

/** Its place in the array, empty for a single one, and the rules of the address it came to. */
type CheckedAs = { at: string; shape?: z.ZodType<NewEvent> };

/** Whoever sends events: a client, or a source whose signature was found good. */
export type Sender = ClientActor | SourceActor;

function requireCategory(sender: Sender, category: string, at: string): void {
  if (sender.type !== 'client' || sender.allowedCategories.length === 0) return;
  if (sender.allowedCategories.includes(category)) return;
  throw new AppError('forbidden', `This client may not send the category ${category}.`, {
    details: {
      errors: [{ path: joinPath(at, 'category'), message: 'is not among the categories of this client' }],
    },
  });
}

/**
 * Checks one event of a call and makes its row.
 * @throws AppError `invalid` with the path of every fault, `forbidden` when the category is not the client's.
 */
export function checkEvent(sender: Sender, given: unknown, { at, shape = NewEvent }: CheckedAs): EventRow {
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map(({ path, message }) => ({ path: formatPath(path, at), message })));
  }
  const event = parsed.data;
  const category = event.category ?? 'default';
  requireCategory(sender, category, at);
  const id = uuidv7();
  const receivedMs = uuidv7Ms(id);
  return {
    id,
    externalId: event.id ?? null,
    clientId: sender.type === 'client' ? sender.id : null,
    sourceId: sender.type === 'source' ? sender.id : null,
    sessionId: event.session_id ?? null,
    category,
    name: event.name,
    occurredMs: moment(event.timestamp, at, receivedMs),
    receivedMs,
    dataJson: content(event, at),
  };
}
