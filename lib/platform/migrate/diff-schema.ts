import { randomBytes } from 'node:crypto';
import pg from 'pg';
import prismaConfig from '../../../prisma.config.ts';
import { migrate } from '../migrate.ts';
import { readMigrations, readSchema } from './migration-folder.ts';
import { withSchemaEngine } from './schema-engine.ts';

/**
 * The SQL that turns what the migrations make into what the schema says; empty when they agree.
 * Works in a scratch database beside the given one, whose user has to be allowed to create it.
 */
export async function diffSchema(databaseUrl: string, migrationsFolder?: string): Promise<string> {
  const schema = await readSchema();
  const filters = { externalTables: [...(prismaConfig.tables?.external ?? [])], externalEnums: [] };
  return withScratchDatabase(databaseUrl, async (url) => {
    await migrate(url, await readMigrations(migrationsFolder));
    const difference = await withSchemaEngine(url, ({ engine }) =>
      engine.diff({
        from: { tag: 'schemaDatasource', ...schema, configDir: '' },
        to: { tag: 'schemaDatamodel', ...schema },
        script: true,
        exitCode: true,
        filters,
      }),
    );
    return difference.exitCode === 0 ? '' : (difference.stdout ?? '');
  });
}

async function withScratchDatabase<T>(databaseUrl: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `eye_diff_${randomBytes(6).toString('hex')}`;
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
    return await work(url.href);
  } finally {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.end();
  }
}
