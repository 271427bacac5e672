import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { checkConfig } from './check-config.ts';
import { checkTemplate } from './check-template.ts';
import { sealSecrets } from './open-destination.ts';
import { presentDestination } from './present-destination.ts';
import { insertDestination } from './repo.ts';
import { requireUnmasked } from './require-unmasked.ts';
import type { CreatedDestination, DestinationInput } from './schema.ts';

/**
 * Makes a destination; the answer is the only one that tells a signing secret.
 * @throws AppError `conflict` when the name is taken, `invalid` with the path of a fault in the config.
 */
export async function createDestination(ctx: Context, input: DestinationInput): Promise<CreatedDestination> {
  requirePermission(ctx, 'destinations:write');
  if (input.form === 'whole') requireUnmasked(ctx);
  checkTemplate(input.kind, input.template);
  const id = uuidv7();
  const { config, secrets, made } = await checkConfig(input.kind, input.config, null);
  return inTransaction(ctx, async (tx) => {
    const row = await refuseTaken('name', () =>
      insertDestination(tx.db, id, {
        name: input.name,
        kind: input.kind,
        config,
        secretsSealed: sealSecrets(id, secrets),
        filter: input.filter,
        form: input.form,
        template: input.template,
        enabled: input.enabled,
        notices: input.notices,
        disabledAt: input.enabled ? null : clock.now(),
        disabledReason: null,
        pausedAt: null,
        ratePerSecond: input.rate_per_second,
        concurrency: input.concurrency,
        ordered: input.ordered,
        timeoutMs: input.timeout_ms,
        retryPlanMs: input.retry_plan_ms,
      }),
    );
    const after = presentDestination(row);
    await recordAudit(tx, {
      action: 'destinations.create',
      subjectType: 'destination',
      subjectId: id,
      after,
    });
    await notifyChange(tx.db, 'destination', id);
    return { ...after, ...made };
  });
}
