import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { selectSubjectPlaces } from './read-repo.ts';
import type { FindingPlace, FindingSubject } from './schema.ts';

const READING = { event: 'events:read', file: 'files:read', slack: 'slack:read' } as const;

/**
 * What was caught in one event, file or message, masked. Whoever may see the subject may see this: a client has passed
 * the check that it is its own.
 */
export async function listSubjectFindings(ctx: Context, subject: FindingSubject): Promise<FindingPlace[]> {
  if (ctx.actor.type !== 'client') requirePermission(ctx, READING[subject.kind]);
  return selectSubjectPlaces(ctx.db, subject);
}
