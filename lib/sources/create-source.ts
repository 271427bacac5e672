import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { presentSource } from './present-source.ts';
import { insertSource } from './repo.ts';
import type { CreatedSource, SourceInput } from './schema.ts';
import { notifySourceChange } from './source-cache.ts';
import { chosenSecret, sealSourceSecret } from './source-secret.ts';

/** Makes a source; the answer is the only one that tells its secret. @throws AppError `conflict`: the name is taken. */
export async function createSource(ctx: Context, given: SourceInput): Promise<CreatedSource> {
  requirePermission(ctx, 'sources:write');
  const id = uuidv7();
  const secret = chosenSecret(given.scheme, given.secret);
  return inTransaction(ctx, async (tx) => {
    const row = await refuseTaken('name', () =>
      insertSource(tx.db, {
        id,
        name: given.name,
        scheme: given.scheme,
        enabled: given.enabled,
        category: given.category ?? given.name,
        settings: given.settings,
        ownApplicationId: given.own_application_id,
        ...(secret === null ? {} : { secrets: { create: sealSourceSecret(secret) } }),
      }),
    );
    const after = presentSource(row);
    await recordAudit(tx, { action: 'sources.create', subjectType: 'source', subjectId: id, after });
    await notifySourceChange(tx.db, id, row.name);
    return secret === null ? after : { ...after, secret };
  });
}
