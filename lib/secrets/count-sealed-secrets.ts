import { keyVersions } from '#lib/platform/envelope.ts';
import { SEALED_COLUMNS, type SealedColumn } from '#lib/platform/sealed-columns.ts';
import { countSealed, type SealedCount } from './repo.ts';

type SealedColumnCounts = { column: SealedColumn; counts: SealedCount[] };
export type SealedCounts = {
  /** The version that wraps what is sealed from now on. */
  current: number;
  /** Every version in ENCRYPTION_KEYS. */
  known: number[];
  columns: SealedColumnCounts[];
};

/** How many secrets each key of ENCRYPTION_KEYS is needed for, by column. For whoever holds the keys: no door leads here. */
export async function countSealedSecrets(): Promise<SealedCounts> {
  const columns: SealedColumnCounts[] = [];
  for (const column of Object.keys(SEALED_COLUMNS) as SealedColumn[])
    columns.push({ column, counts: await countSealed(column) });
  return { ...keyVersions(), columns };
}
