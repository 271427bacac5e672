import { actorName, type Context } from '#lib/auth/context.ts';
import type { PgClient } from '#lib/platform/db.ts';
import type { NewEntry } from './record-audit.ts';
import { insertAuditEntryBySql } from './repo.ts';

/** The same as `recordAudit` for changes to what grows with the traffic, which plain statements write. */
export async function recordAuditBySql(
  ctx: Pick<Context, 'actor' | 'requestId' | 'address'>,
  client: PgClient,
  entry: NewEntry,
): Promise<void> {
  const { actor } = ctx;
  await insertAuditEntryBySql(client, {
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
