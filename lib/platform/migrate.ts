import type { MigrationList } from '@prisma/schema-engine-wasm';
import { AppError } from './errors.ts';
import { readMigrations } from './migrate/migration-folder.ts';
import { type Session, withSchemaEngine } from './migrate/schema-engine.ts';

const filters = { externalTables: [], externalEnums: [] };

/**
 * Applies the migrations a database lacks and names them. Needs no network, keeps the same record as
 * `prisma migrate deploy`, and waits for another process that migrates the same database.
 */
export async function migrate(databaseUrl: string, migrations?: MigrationList): Promise<string[]> {
  const migrationsList = migrations ?? (await readMigrations());
  return withSchemaEngine(databaseUrl, async (session) => {
    await prepareHistory(session, migrationsList);
    try {
      return (await session.engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames;
    } catch (cause) {
      const which = (await unfinished(session, migrationsList)).join(', ') || 'unknown';
      const message = `The migration ${which} failed, and nothing of it was kept: ${reason(cause)}`;
      throw new AppError('unavailable', message, { cause });
    }
  });
}

async function prepareHistory({ engine }: Session, migrationsList: MigrationList): Promise<void> {
  const found = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters,
  });
  if (found.history && found.history.diagnostic !== 'databaseIsBehind') {
    const unknown = found.history.unpersistedMigrationNames.join(', ');
    throw new AppError(
      'unavailable',
      `The database was migrated by a newer version of the product (${unknown}): update the program, or use another database.`,
    );
  }
  // A migration is one transaction: one that did not finish left nothing, and may simply run again.
  for (const migrationName of found.failedMigrationNames)
    await engine.markMigrationRolledBack({ migrationName });
}

async function unfinished({ engine }: Session, migrationsList: MigrationList): Promise<string[]> {
  const asked = { migrationsList, optInToShadowDatabase: false, filters };
  return (await engine.diagnoseMigrationHistory(asked)).failedMigrationNames;
}

/** The engine adds a trace of its own source to every message. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (
    message
      .split(/\n\s+0: /)[0]
      ?.replace(/\s+/g, ' ')
      .trim() ?? message
  );
}
