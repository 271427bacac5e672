import { z } from 'zod';

/** Of the answer to a write, `X-Authz-Version`: what is answered includes at least that change. */
const AtLeast = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const CombinedQuery = z.strictObject({ at_least: AtLeast.optional() });

export const ValidationQuery = CombinedQuery.extend({
  /** A query as JSON. */
  permissions: z.string().optional(),
  explain: z.enum(['0', '1']).optional(),
});
export type ValidationQuery = z.output<typeof ValidationQuery>;

export const ValidationBody = z.strictObject({
  permissions: z.unknown(),
  explain: z.boolean().default(false),
  at_least: AtLeast.optional(),
});
export type ValidationBody = z.output<typeof ValidationBody>;

const MAX_CHECKS = 100;

export const PermissionChecks = z.strictObject({
  checks: z
    .array(z.strictObject({ user_id: z.guid('is not an id').toLowerCase(), permissions: z.unknown() }))
    .min(1)
    .max(MAX_CHECKS),
  at_least: AtLeast.optional(),
});
export type PermissionChecks = z.output<typeof PermissionChecks>;

/** One way in which a user may do something. */
export const UserGrant = z.object({
  permission: z.string(),
  /** Null: given to himself. */
  role: z.string().nullable(),
  /** The role he was given, when `role` is one that it takes over from. */
  through: z.string().nullable(),
  expires_at: z.iso.datetime().nullable(),
});
export type UserGrant = z.output<typeof UserGrant>;
