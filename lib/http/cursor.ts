import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '#lib/auth/context.ts';
import { keyedHash } from '#lib/platform/crypto.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Page, PageRequest, Position } from '#lib/platform/keyset.ts';

const SIGNATURE_BYTES = 16;
const TEXT = /^[\w-]{1,2000}$/;

/** The query parameters that every list has. */
export const PageQuery = z.strictObject({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

type PageQuery = z.output<typeof PageQuery>;
type PageAnswer<T> = { items: T[]; next: string | null; prev: string | null };

const PositionSchema = z.tuple([
  z.enum(['next', 'prev']),
  z
    .array(z.union([z.string(), z.number(), z.null()]))
    .min(1)
    .max(8),
]);

const sign = (list: string, payload: string): Buffer =>
  keyedHash(`${list}\n${payload}`, 'cursor').subarray(0, SIGNATURE_BYTES);

/** Signed, so that a cursor leads nowhere but where this list has already been; it is no secret. */
export function encodeCursor(list: string, { direction, key }: Position): string {
  const payload = JSON.stringify([direction, key]);
  return Buffer.concat([sign(list, payload), Buffer.from(payload)]).toString('base64url');
}

/** @throws AppError `bad_request` with the path `cursor`: not ours, changed on the way, or of another list. */
export function decodeCursor(list: string, cursor: string): Position {
  const bytes = Buffer.from(TEXT.test(cursor) ? cursor : '', 'base64url');
  const payload = bytes.subarray(SIGNATURE_BYTES).toString('utf8');
  const signature = sign(list, payload);
  const given = bytes.subarray(0, SIGNATURE_BYTES);
  const ours = given.length === SIGNATURE_BYTES && timingSafeEqual(given, signature);
  if (!ours || bytes.toString('base64url') !== cursor) {
    const message = 'is no cursor of this list';
    throw new AppError('bad_request', `The cursor ${message}.`, {
      details: { errors: [{ path: 'cursor', message }] },
    });
  }
  const [direction, key] = PositionSchema.parse(JSON.parse(payload));
  return { direction, key };
}

/**
 * Runs a verb that reads one page: the query's cursor becomes a position, and the ends of the page become cursors of
 * this list, whose name keeps them from being taken for those of another.
 */
export function paged<Q, T>(
  list: string,
  verb: (ctx: Context, query: Q & PageRequest) => Promise<Page<T>>,
): (ctx: Context, input: { query: Q & PageQuery }) => Promise<PageAnswer<T>> {
  return async (ctx, { query }) => {
    const position = query.cursor === undefined ? null : decodeCursor(list, query.cursor);
    const { items, next, prev } = await verb(ctx, { ...query, position });
    return { items, next: next && encodeCursor(list, next), prev: prev && encodeCursor(list, prev) };
  };
}
