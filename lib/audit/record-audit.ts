import { actorName, type Context } from '#lib/auth/context.ts';
import { insertAuditEntry } from './repo.ts';
import type { AuditSubject } from './schema.ts';

export type NewEntry = {
  /** `<domain>.<verb>`, for example `patterns.create`. */
  action: string;
  subjectType: AuditSubject;
  subjectId: string;
  /** What was and what is: never a secret, a password or unmasked content. */
  before?: unknown;
  after?: unknown;
};

/** Writes who did what, in the caller's transaction: the change and its trail stand or fall together. */
export async function recordAudit(ctx: Context, entry: NewEntry): Promise<void> {
  const { actor } = ctx;
  await insertAuditEntry(ctx.db, {
    actorType: actor.type,
    actorId: 'id' in actor ? actor.id : null,
    actorName: actorName(actor),
    requestId: ctx.requestId,
    address: ctx.address ?? null,
    action: entry.action,
    subjectType: entry.subjectType,
    subjectId: entry.subjectId,
    before: entry.before,
    after: entry.after,
  });
}
