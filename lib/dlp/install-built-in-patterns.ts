import { isDeepStrictEqual } from 'node:util';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { notifyChange } from '#lib/platform/change-feed.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { type BuiltInPattern, builtInPatterns } from './built-in-patterns.ts';
import {
  insertPattern,
  type PatternRow,
  selectAllPatterns,
  selectBuiltInPatterns,
  toPattern,
  writePattern,
} from './repo.ts';
import type { PatternInput } from './schema.ts';

const MAKER = 'The Eye';

/**
 * Adds the shipped patterns that this database never had, and brings those up to date that nobody has changed; what an
 * administrator changed or deleted is left alone. Answers how many were added.
 */
export async function installBuiltInPatterns(ctx: Context): Promise<number> {
  requirePermission(ctx, 'patterns:write');
  return inTransaction(ctx, async (tx) => {
    const rows = new Map((await selectBuiltInPatterns(tx.db)).map((row) => [row.id, row]));
    const taken = new Set((await selectAllPatterns(tx.db)).map(({ name }) => name.toLowerCase()));
    let added = 0;
    for (const shipped of builtInPatterns) {
      const row = rows.get(shipped.id);
      if (row === undefined) {
        await add(tx, shipped, taken);
        added += 1;
      } else if (isAsShipped(row)) await bringUpToDate(tx, row, shipped);
    }
    return added;
  });
}

async function add(
  tx: Context,
  { id, ...shipped }: BuiltInPattern,
  taken: ReadonlySet<string>,
): Promise<void> {
  // Somebody may have given the name to a pattern of his own before this one came.
  const name = freeName(shipped.name, taken);
  await insertPattern(tx.db, { id, input: { ...shipped, name }, builtIn: true, createdBy: MAKER });
  await recordAudit(tx, {
    action: 'patterns.install',
    subjectType: 'pattern',
    subjectId: id,
    after: { name },
  });
  await notifyChange(tx.db, 'pattern', id);
}

const isAsShipped = ({ deletedAt, versions }: PatternRow): boolean =>
  deletedAt === null && versions.every(({ createdBy }) => createdBy === MAKER);

async function bringUpToDate(
  tx: Context,
  row: PatternRow,
  { id, ...shipped }: BuiltInPattern,
): Promise<void> {
  const before = toPattern(row);
  const input: PatternInput = { ...shipped, name: before.name, enabled: before.enabled };
  const { id: _id, version, built_in, created_at, updated_at, ...current } = before;
  if (isDeepStrictEqual(current, input)) return;
  const note = 'Came with a newer version of the product';
  await writePattern(tx.db, { id, version: version + 1, input, newVersionBy: MAKER, note });
  await recordAudit(tx, {
    action: 'patterns.update',
    subjectType: 'pattern',
    subjectId: id,
    before,
    after: { ...before, ...input, version: version + 1 },
  });
  await notifyChange(tx.db, 'pattern', id);
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 1; taken.has(free.toLowerCase()); count += 1) {
    free = count === 1 ? `${name} (built-in)` : `${name} (built-in ${count})`;
  }
  return free;
}
