import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { clock } from '#lib/platform/clock.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { closeBreaker } from './breaker-repo.ts';
import { checkConfig } from './check-config.ts';
import { checkTemplate } from './check-template.ts';
import type { StateListener } from './note-state-change.ts';
import { openSecrets, sealSecrets } from './open-destination.ts';
import { presentDestination } from './present-destination.ts';
import {
  type DestinationRow,
  type DestinationState,
  type DestinationValues,
  lockDestination,
  saveDestination,
} from './repo.ts';
import { requireDestination } from './require-destination.ts';
import { requireUnmasked } from './require-unmasked.ts';
import type { CreatedDestination, DestinationChange } from './schema.ts';

type NewConfig = {
  values: Pick<DestinationValues, 'config' | 'secretsSealed'>;
  made: Readonly<Record<string, string>>;
};

/**
 * Changes what the input names. Masked secrets keep their stored values as long as the same host is called; a signing
 * secret that had to be made for another one is told in this answer alone. The listener hears of it when that disables it.
 * @throws AppError `not_found`, `conflict` when the name is taken or the destination changed meanwhile, `invalid`.
 */
export async function updateDestination(
  ctx: Context,
  id: string,
  change: DestinationChange,
  listener?: StateListener,
): Promise<CreatedDestination> {
  requirePermission(ctx, 'destinations:write');
  const seen = await requireDestination(ctx.db, id);
  requireReachOf(ctx, seen, change);
  checkTemplate(seen.kind, change.template ?? null);
  // Outside the transaction: the check of an address may wait for a name server.
  const config = await checkedConfig(seen, change);
  return inTransaction(ctx, async (tx) => {
    await lockDestination(tx.db, id);
    const row = await requireDestination(tx.db, id);
    requireReachOf(ctx, row, change);
    if (config !== null && row.version !== seen.version) {
      throw new AppError('conflict', 'Somebody else changed this destination meanwhile. Load it again.');
    }
    const values = { ...merge(row, change), ...config?.values };
    const saved = await refuseTaken('name', () => saveDestination(tx.db, id, values));
    // Enabled or sent elsewhere, it is a new one to the breaker.
    if (config !== null || (saved.enabled && !row.enabled)) await closeBreaker(tx.db, id);
    const [before, after] = [presentDestination(row), presentDestination(saved)];
    await recordAudit(tx, {
      action: 'destinations.update',
      subjectType: 'destination',
      subjectId: id,
      before,
      after,
    });
    await notifyChange(tx.db, 'destination', id);
    if (row.enabled && !saved.enabled) {
      await listener?.(tx, saved, { what: 'disabled', by: actorName(tx.actor) });
    }
    return { ...after, ...config?.made };
  });
}

/** Where whole content goes, which of it and in which shape is decided by those alone who may see it. */
function requireReachOf(ctx: Context, row: DestinationRow, change: DestinationChange): void {
  if ((change.form ?? row.form) !== 'whole') return;
  const { form, config, filter, template, enabled } = change;
  const isTouched = [config, filter, template].some((part) => part !== undefined);
  if (isTouched || row.form !== (form ?? row.form) || (enabled === true && !row.enabled))
    requireUnmasked(ctx);
}

async function checkedConfig(row: DestinationRow, change: DestinationChange): Promise<NewConfig | null> {
  if (change.config === undefined) return null;
  const before = { config: row.config, secrets: openSecrets(row) };
  const { config, secrets, made } = await checkConfig(row.kind, change.config, before);
  return { values: { config, secretsSealed: sealSecrets(row.id, secrets) }, made };
}

/** Whoever disables or enables a destination ends whatever it was in. */
function stateAfter(row: DestinationRow, enabled: boolean | undefined): DestinationState {
  if (enabled === undefined || enabled === row.enabled) {
    const { disabledAt, disabledReason, pausedAt } = row;
    return { enabled: row.enabled, disabledAt, disabledReason, pausedAt };
  }
  return { enabled, disabledAt: enabled ? null : clock.now(), disabledReason: null, pausedAt: null };
}

function merge(row: DestinationRow, change: DestinationChange): DestinationValues {
  return {
    name: change.name ?? row.name,
    kind: row.kind,
    config: row.config,
    secretsSealed: row.secretsSealed,
    filter: change.filter ?? row.filter,
    form: change.form ?? row.form,
    template: change.template === undefined ? row.template : change.template,
    notices: change.notices ?? row.notices,
    ...stateAfter(row, change.enabled),
    ratePerSecond: change.rate_per_second === undefined ? row.ratePerSecond : change.rate_per_second,
    concurrency: change.concurrency ?? row.concurrency,
    ordered: change.ordered ?? row.ordered,
    timeoutMs: change.timeout_ms ?? row.timeoutMs,
    retryPlanMs: change.retry_plan_ms === undefined ? row.retryPlanMs : change.retry_plan_ms,
  };
}
