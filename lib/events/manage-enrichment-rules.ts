import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Page, PageRequest } from '#lib/platform/keyset.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import { findRule, insertRule, pageOfRules, removeRule, writeRule } from './rule-repo.ts';
import { type EnrichmentRule, EnrichmentRuleInput, type EnrichmentRulePatch } from './schema.ts';

type Change = { verb: 'create' | 'update' | 'delete'; before?: EnrichmentRule; after?: EnrichmentRule };

async function noteChange(ctx: Context, id: string, { verb, ...states }: Change): Promise<void> {
  const subject = { subjectType: 'enrichment_rule', subjectId: id };
  await recordAudit(ctx, { action: `enrichment_rules.${verb}`, ...subject, ...states });
  await notifyChange(ctx.db, 'enrichment-rule', id);
}

async function requireRule(ctx: Context, id: string): Promise<EnrichmentRule> {
  const rule = await findRule(ctx.db, id);
  if (!rule) throw new AppError('not_found', 'There is no enrichment rule with this id.');
  return rule;
}

/** In the order they are applied in. */
export async function listEnrichmentRules(ctx: Context, request: PageRequest): Promise<Page<EnrichmentRule>> {
  requirePermission(ctx, 'enrichment_rules:read');
  return pageOfRules(ctx.db, request);
}

/** @throws AppError `not_found`. */
export async function getEnrichmentRule(ctx: Context, id: string): Promise<EnrichmentRule> {
  requirePermission(ctx, 'enrichment_rules:read');
  return requireRule(ctx, id);
}

/** @throws AppError `conflict` when the name is taken. */
export async function createEnrichmentRule(
  ctx: Context,
  input: EnrichmentRuleInput,
): Promise<EnrichmentRule> {
  requirePermission(ctx, 'enrichment_rules:write');
  return refuseTaken('name', () =>
    inTransaction(ctx, async (tx) => {
      const after = await insertRule(tx.db, input);
      await noteChange(tx, after.id, { verb: 'create', after });
      return after;
    }),
  );
}

/** @throws AppError `not_found`, `conflict` when the name is taken. */
export async function updateEnrichmentRule(
  ctx: Context,
  id: string,
  patch: EnrichmentRulePatch,
): Promise<EnrichmentRule> {
  requirePermission(ctx, 'enrichment_rules:write');
  return refuseTaken('name', () =>
    inTransaction(ctx, async (tx) => {
      const before = await requireRule(tx, id);
      const { name, filter, attributes, enabled, position } = { ...before, ...patch };
      const input = EnrichmentRuleInput.parse({ name, filter, attributes, enabled, position });
      const after = await writeRule(tx.db, id, input);
      await noteChange(tx, id, { verb: 'update', before, after });
      return after;
    }),
  );
}

/** @throws AppError `not_found`. */
export async function deleteEnrichmentRule(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'enrichment_rules:write');
  await inTransaction(ctx, async (tx) => {
    const before = await requireRule(tx, id);
    await removeRule(tx.db, id);
    await noteChange(tx, id, { verb: 'delete', before });
  });
}
