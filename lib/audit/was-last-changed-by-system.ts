import type { Context } from '#lib/auth/context.ts';
import { findLastEntry } from './repo.ts';

/** Whether the product itself, and no person since, changed the subject last. */
export async function wasLastChangedBySystem(ctx: Context, subjectId: string): Promise<boolean> {
  const entry = await findLastEntry(ctx.db, subjectId);
  return entry?.actorType === 'system';
}
