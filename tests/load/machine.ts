import { cpus, totalmem } from 'node:os';
import pg from 'pg';

/** What a figure means nothing without: the machine and the versions. */
export async function describeMachine(databaseUrl: string | null): Promise<string[]> {
  const [cpu] = cpus();
  const database = databaseUrl === null ? '' : await describeDatabase(databaseUrl);
  return [
    `Machine     ${cpus().length} x ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`,
    `Versions    Node ${process.versions.node}${database}`,
  ];
}

async function describeDatabase(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ version: string; commit: string }>(
    "SELECT current_setting('server_version') AS version, current_setting('synchronous_commit') AS commit",
  );
  await client.end();
  return `, PostgreSQL ${rows[0]?.version}, synchronous_commit ${rows[0]?.commit}`;
}
