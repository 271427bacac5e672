import { AppError } from '#lib/platform/errors.ts';
import type { PatternRow } from './repo.ts';

/**
 * Refuses a change that was made from an older version than there is, and says who made the newer one.
 * @throws AppError `conflict`
 */
export function refuseStale(row: PatternRow, expected: number | undefined): void {
  if (expected === undefined || expected === row.version) return;
  const by = row.versions.find((one) => one.version === row.version)?.createdBy ?? 'Somebody';
  throw new AppError(
    'conflict',
    `${by} has changed the pattern since: it is at version ${row.version} now.`,
    {
      details: {
        errors: [{ path: 'expected_version', message: `The pattern is at version ${row.version}.` }],
      },
    },
  );
}
