import type { Context } from '#lib/auth/context.ts';
import { existsAuditEntry } from './repo.ts';

/** Whether the trail holds this action: for what is to happen once in the life of an installation. */
export async function wasEverDone(ctx: Context, action: string): Promise<boolean> {
  return existsAuditEntry(ctx.db, action);
}
