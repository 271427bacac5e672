import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { openSecret } from '#lib/platform/envelope.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import { selectSealed } from './read-repo.ts';
import { requireFinding } from './require-finding.ts';
import { requirePerson } from './require-person.ts';
import { insertReveal, insertSteps } from './review-repo.ts';
import type { LeakInPlace, Revealed, RevealRequest } from './schema.ts';

const REVEALED_MS = 5 * 60_000;

/**
 * Shows what was caught, for five minutes, to whoever says why. Who, when and why stand in the audit log and in the
 * finding's history before a single character leaves.
 * @throws AppError `not_found`.
 */
export async function revealFinding(ctx: Context, id: string, { reason }: RevealRequest): Promise<Revealed> {
  requirePermission(ctx, 'findings:reveal');
  const user = requirePerson(ctx);
  const expiresAt = new Date(clock.now().getTime() + REVEALED_MS);
  await inTransaction(ctx, async (tx) => {
    await requireFinding(tx.db, id);
    await insertReveal(tx.db, { findingId: id, userId: user.id, expiresAt });
    const step = {
      findingId: id,
      kind: 'revealed',
      actorId: user.id,
      actorName: user.email,
      note: reason,
    } as const;
    await insertSteps(tx.db, [step], clock.now());
    await recordAudit(tx, {
      action: 'findings.reveal',
      subjectType: 'finding',
      subjectId: id,
      after: { reason, expires_at: expiresAt.toISOString() },
    });
  });
  return openPlaces(ctx, id, expiresAt);
}

/** What the places of a finding hold: only for whoever revealed it. */
export async function openPlaces(ctx: Context, id: string, expiresAt: Date): Promise<Revealed> {
  const rows = await selectSealed(ctx.db, id);
  const places = rows.map((row) => {
    const leak = openSecret(row.sealed ?? '', sealedPlace('finding_places.sealed', row.id));
    return { place_id: row.id, ...(JSON.parse(leak) as LeakInPlace) };
  });
  return { expires_at: expiresAt.toISOString(), places };
}
