import { z } from 'zod';

export const AccessReviewQuery = z.strictObject({
  /** Since when nobody was seen. */
  days: z.coerce.number().int().min(1).max(400).default(90),
});
export type AccessReviewQuery = z.output<typeof AccessReviewQuery>;

/** Lists of a review end here; `total` goes on counting. */
export const MAX_REVIEWED = 200;

const list = <T extends z.ZodType>(item: T) => z.object({ total: z.number(), items: z.array(item) });
const Person = z.object({ id: z.string(), email: z.string(), name: z.string() });

/** What nobody uses any more, and who may do everything with a password alone. */
export const AccessReview = z.object({
  /** Users who may sign in and hold roles or permissions, and were not seen since. */
  idle_users: list(
    Person.extend({
      roles: z.array(z.string()),
      direct_permissions: z.number(),
      last_seen_at: z.iso.datetime().nullable(),
    }),
  ),
  administrators_without_second_factor: list(Person),
  /** Nobody holds them, neither directly nor through another role. */
  unheld_roles: list(z.object({ name: z.string(), permissions: z.number() })),
  /** In no role and given to nobody. */
  unheld_permissions: list(z.object({ name: z.string() })),
  /** Null for whoever may not list clients. */
  dormant_clients: list(
    z.object({ id: z.string(), name: z.string(), last_used_at: z.iso.datetime().nullable() }),
  ).nullable(),
});
export type AccessReview = z.output<typeof AccessReview>;
