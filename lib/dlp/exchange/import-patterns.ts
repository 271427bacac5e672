import { createHash } from 'node:crypto';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { createPattern } from '../create-pattern.ts';
import { selectAllPatterns, toPattern } from '../repo.ts';
import { type Pattern, PatternInput } from '../schema.ts';
import { updatePattern } from '../update-pattern.ts';
import { readPatterns } from './read-patterns.ts';
import type { ImportItem, ImportPlan } from './schema.ts';

type Step = { item: ImportItem; input: PatternInput; saved: Pattern | null };

const FIELDS = Object.keys(PatternInput.shape) as (keyof PatternInput)[];
const differ = (left: unknown, right: unknown): boolean => JSON.stringify(left) !== JSON.stringify(right);

function stepFor(input: PatternInput, saved: Pattern | null): Step {
  const changes = FIELDS.flatMap((field) =>
    differ(input[field], saved?.[field])
      ? [{ field, before: saved === null ? null : saved[field], after: input[field] }]
      : [],
  );
  const kind = saved === null ? 'create' : changes.length > 0 ? 'change' : 'unchanged';
  return { item: { name: input.name, kind, changes }, input, saved };
}

/** Patterns are told apart by their names; those that the document does not name are left alone. */
async function stepsFor(ctx: Context, yaml: string): Promise<{ plan: string; steps: Step[] }> {
  const inputs = readPatterns(yaml);
  const rows = await selectAllPatterns(ctx.db);
  const saved = new Map(rows.map((row) => [row.name.toLowerCase(), toPattern(row)]));
  const steps = inputs.map((input) => stepFor(input, saved.get(input.name.toLowerCase()) ?? null));
  const about = steps.map(({ item, saved }) => [item, saved?.id, saved?.version]);
  return { plan: createHash('sha256').update(JSON.stringify(about)).digest('hex'), steps };
}

/** What an import would do; nothing is written. @throws AppError `invalid`. */
export async function planImport(ctx: Context, { yaml }: { yaml: string }): Promise<ImportPlan> {
  requirePermission(ctx, 'patterns:write');
  const { plan, steps } = await stepsFor(ctx, yaml);
  return { plan, items: steps.map(({ item }) => item) };
}

/**
 * Does what the plan said, all of it or nothing.
 * @throws AppError `invalid`, `conflict` when it would do something else by now.
 */
export async function importPatterns(
  ctx: Context,
  { yaml, plan }: { yaml: string; plan: string },
): Promise<ImportPlan> {
  requirePermission(ctx, 'patterns:write');
  return inTransaction(ctx, async (tx) => {
    const current = await stepsFor(tx, yaml);
    if (current.plan !== plan) {
      throw new AppError('conflict', 'The patterns have changed since the plan was made: look at it again.');
    }
    for (const { item, input, saved } of current.steps) {
      if (saved === null) await createPattern(tx, input);
      else if (item.kind === 'change') {
        await updatePattern(tx, saved.id, { ...input, expected_version: saved.version });
      }
    }
    return { plan, items: current.steps.map(({ item }) => item) };
  });
}
