import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { env } from '#lib/platform/env.ts';
import { diffSchema } from '#lib/platform/migrate/diff-schema.ts';
import { MIGRATIONS } from '#lib/platform/migrate/migration-folder.ts';
import { migrate } from '#lib/platform/migrate.ts';
import { migrateQueue } from '#lib/queue/boss.ts';
import { explain, withDatabase } from './environment.ts';

const USAGE = `npm run db:migrate                  applies the migrations the database lacks
npm run db:migrate -- diff          prints the SQL from what the migrations make to what prisma/schema says; exit code 2 when there is any
npm run db:migrate -- new <name>    writes that SQL as a new migration`;

const [command = 'deploy', name] = process.argv.slice(2);

async function main(): Promise<number> {
  const url = env().DATABASE_URL;
  if (command === 'deploy') return deploy(url);
  if (command === 'diff') return printDifference(url);
  if (command === 'new' && /^[a-z0-9_]+$/.test(name ?? '')) return writeMigration(url, name as string);
  console.error(USAGE);
  return 64;
}

async function deploy(url: string): Promise<number> {
  const applied = await migrate(url);
  await migrateQueue();
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
  return 0;
}

async function printDifference(url: string): Promise<number> {
  const sql = await diffSchema(url);
  process.stdout.write(sql);
  return sql === '' ? 0 : 2;
}

async function writeMigration(url: string, title: string): Promise<number> {
  const sql = await diffSchema(url);
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(MIGRATIONS, `${stamp}_${title}`);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'migration.sql'),
    sql || '-- The schema asks for no change: write the SQL here.\n',
  );
  console.log(relative(process.cwd(), join(folder, 'migration.sql')));
  return 0;
}

const code = await withDatabase(main).catch((error: unknown) => {
  console.error(explain(error));
  return 1;
});
// The schema engine leaves a timer of ten seconds behind.
process.exit(code);
