import type { Context } from '#lib/auth/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { countSealedSecrets, type SealedCounts } from '#lib/secrets/count-sealed-secrets.ts';
import { type Rewrapped, rewrapSecrets } from '#lib/secrets/rewrap-secrets.ts';
import { verifySecrets } from '#lib/secrets/verify-secrets.ts';

const plural = (count: number): string => `${count} ${count === 1 ? 'secret' : 'secrets'}`;

/** How many secrets need each version, those of no secret included. */
function usesOf({ known, columns }: SealedCounts): Map<number, number> {
  const uses = new Map(known.map((version) => [version, 0]));
  for (const { counts } of columns)
    for (const { version, count } of counts) uses.set(version, (uses.get(version) ?? 0) + count);
  return uses;
}

function verdictOf(version: number, count: number, { current, known }: SealedCounts): string {
  if (!known.includes(version)) return `is not in ENCRYPTION_KEYS: ${plural(count)} cannot be read`;
  if (version === current) return `wraps ${plural(count)} and every new one`;
  return count === 0
    ? 'is needed by no secret: it may leave ENCRYPTION_KEYS'
    : `is needed by ${plural(count)}: keys rewrap brings them to key ${current}`;
}

function table(counts: SealedCounts): string {
  const lines = counts.columns.flatMap(({ column, counts: rows }) =>
    rows.length === 0
      ? [`  ${column.padEnd(30)}  none`]
      : rows.map(
          ({ version, direct, count }) =>
            `  ${column.padEnd(30)}  key ${version}  ${plural(count)}${direct ? ', without a data key of its own' : ''}`,
        ),
  );
  const verdicts = [...usesOf(counts)].map(
    ([version, count]) => `Key ${version} ${verdictOf(version, count, counts)}.`,
  );
  return [...lines, ...verdicts].join('\n');
}

export async function keysStatus({ json = false }: { json?: boolean | undefined }): Promise<string> {
  const counts = await countSealedSecrets();
  return json ? JSON.stringify(counts) : table(counts);
}

/** Progress is no answer: it goes to standard error. */
function tell({ column, rewrapped, unopened }: Rewrapped): void {
  const failed = unopened.length === 0 ? '' : `, ${unopened.length} cannot be read`;
  console.error(`  ${column.padEnd(30)}  ${rewrapped} brought over${failed}`);
}

const named = (column: string, ids: readonly string[]): string[] => ids.map((id) => `  ${column} of ${id}`);

/** Opens every sealed secret. @throws AppError `conflict` that names those that do not open. */
export async function keysVerify(): Promise<string> {
  const verified = await verifySecrets();
  const opened = verified.reduce((sum, { opened: count }) => sum + count, 0);
  const unopened = verified.flatMap(({ column, unopened: ids }) => named(column, ids));
  if (unopened.length === 0) return `Every secret opens: ${plural(opened)} in ${verified.length} columns.`;
  throw new AppError(
    'conflict',
    `${plural(unopened.length)} of ${opened + unopened.length} cannot be opened:\n${unopened.join('\n')}`,
  );
}

export async function keysRewrap(ctx: Context): Promise<string> {
  const done = await rewrapSecrets(ctx, tell);
  const counts = await countSealedSecrets();
  const unopened = done.flatMap(({ column, unopened: ids }) => named(column, ids));
  if (unopened.length > 0) {
    const [what, those] = [plural(unopened.length), unopened.join('\n')];
    throw new AppError('conflict', `No key of ENCRYPTION_KEYS opens ${what}:\n${those}\n${table(counts)}`);
  }
  const total = done.reduce((sum, { rewrapped }) => sum + rewrapped, 0);
  return `${plural(total)} brought to key ${counts.current}.\n${table(counts)}`;
}
