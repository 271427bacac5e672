import type { Context } from '../context.ts';
import { type Explanation, explainQuery } from './explain-query.ts';
import { evaluate, type PermissionQuery } from './permission-query.ts';
import { requireAsked } from './require-asked.ts';

export type Validation = { valid: boolean; explanation?: Explanation };
type Asked = { query: PermissionQuery; explain: boolean; atLeast: number | undefined };

/**
 * Whether a query holds for a user, at most a second after whatever changed it. Explained, it is read anew.
 * @throws AppError `forbidden` (about somebody else), `not_found`, `unavailable` (it cannot be told: never a stale yes).
 */
export async function validatePermissions(
  ctx: Context,
  userId: string,
  { query, explain, atLeast }: Asked,
): Promise<Validation> {
  const { held } = await requireAsked(ctx, userId, atLeast);
  if (!explain) return { valid: evaluate(query, held.allows) };
  const explanation = await explainQuery(userId, query);
  return { valid: explanation.valid, explanation };
}
