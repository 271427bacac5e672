import { stringify } from 'yaml';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { selectAllPatterns, toPattern } from '../repo.ts';
import { PatternInput } from '../schema.ts';
import { FORMAT } from './schema.ts';

const DEFAULTS = PatternInput.parse({ name: 'x', regex: 'x' });

/** What differs from the defaults, in the order of the schema: short to read, and the same for the same pattern. */
function told(input: PatternInput): Record<string, unknown> {
  return Object.fromEntries(
    (Object.keys(PatternInput.shape) as (keyof PatternInput)[]).flatMap((field) =>
      field === 'name' || JSON.stringify(input[field]) !== JSON.stringify(DEFAULTS[field])
        ? [[field, input[field]]]
        : [],
    ),
  );
}

/** All patterns as one YAML document, by name, without what belongs to this installation alone. */
export async function writePatterns(ctx: Context): Promise<string> {
  requirePermission(ctx, 'patterns:read');
  const rows = await selectAllPatterns(ctx.db);
  const patterns = rows.map((row) => told(PatternInput.strip().parse(toPattern(row))));
  return stringify({ format: FORMAT, patterns }, { lineWidth: 0 });
}
