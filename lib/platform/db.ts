import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { env } from './env.ts';
import { log } from './log.ts';
import { Prisma, PrismaClient } from './prisma/client.ts';
import { forgetSingleton, processSingleton } from './singleton.ts';

/** The client, or a transaction of it: repositories take whichever the context carries. */
export type Db = PrismaClient | Prisma.TransactionClient;
export { Prisma };

/** A connection or a transaction for plain SQL. */
export type PgClient = Pick<pg.PoolClient, 'query'>;

type Purpose = 'main' | 'ingest' | 'reads' | 'settings';

/** A server that vanished without a word is noticed by this alone, and its connection is thrown away. */
const SILENT_MS: Record<Purpose, number> = { main: 60_000, ingest: 5_000, reads: 15_000, settings: 15_000 };

/** What a person looks at may not take longer: the server ends the statement. */
export const READ_TIMEOUT_MS = 4_000;
const READS_AT_ONCE = 4;

const connection = (purpose: Purpose): pg.PoolConfig => ({
  connectionString: env().DATABASE_URL,
  application_name: 'the-eye',
  keepAlive: true,
  connectionTimeoutMillis: 5_000,
  query_timeout: SILENT_MS[purpose],
  // A forgotten transaction stops vacuum for every table: the server ends it.
  options: `-c idle_in_transaction_session_timeout=60000${
    purpose === 'reads' ? ` -c statement_timeout=${READ_TIMEOUT_MS} -c default_transaction_read_only=on` : ''
  }`,
});

/**
 * Plain connections for the hot path: claims, traces, deliveries. Ingest has a few of its own, and so have the
 * reads of the console: no long read ever keeps an event waiting.
 */
export function pool(purpose: 'main' | 'ingest' | 'reads' = 'main'): pg.Pool {
  return processSingleton(`pg-pool.${purpose}`, () => {
    const max = { main: env().DATABASE_POOL_SIZE, ingest: 4, reads: READS_AT_ONCE }[purpose];
    const made = new pg.Pool({ ...connection(purpose), max });
    // An idle connection that breaks (database restart) must not end the process.
    made.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
    return made;
  });
}

/** What administrators edit goes through here. */
export function prisma(): PrismaClient {
  return processSingleton('prisma', () => {
    const adapter = new PrismaPg(
      { ...connection('settings'), max: 5 },
      {
        onPoolError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
      },
    );
    return new PrismaClient({ adapter });
  });
}

/** A connection of its own, for LISTEN. The caller connects and ends it. */
export function dedicatedClient(): pg.Client {
  return new pg.Client(connection('settings'));
}

const isClient = (db: Db): db is PrismaClient =>
  '$transaction' in db && typeof db.$transaction === 'function';

/** Joins the context's transaction, or opens one and hands on a context that carries it. */
export async function inTransaction<C extends { db: Db }, T>(
  ctx: C,
  work: (ctx: C) => Promise<T>,
): Promise<T> {
  if (!isClient(ctx.db)) return work(ctx);
  return ctx.db.$transaction((db) => work({ ...ctx, db }), { maxWait: 5_000, timeout: 15_000 });
}

/** Plain statements in the transaction that the context carries; whatever is not a row of the answer is left out. */
export function pgClientOf(db: Db): PgClient {
  const query = async ({ text, values = [] }: { text: string; values?: unknown[] }) => {
    const rows = await db.$queryRawUnsafe<unknown[]>(text, ...values);
    return { rows, rowCount: rows.length };
  };
  return { query } as unknown as PgClient;
}

/** Runs raw statements in one transaction on the hot pool. */
export async function inPgTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  // Between two statements nobody else listens, and an error that nobody hears ends the process. The next statement fails.
  const onError = (error: Error): void =>
    log.warn({ err: error }, 'a database connection broke in a transaction');
  client.on('error', onError);
  let broken = false;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** Ends whatever this process has opened. */
export async function closeDatabase(): Promise<void> {
  const pools = ['main', 'ingest', 'reads'].map((purpose) => forgetSingleton<pg.Pool>(`pg-pool.${purpose}`));
  const client = forgetSingleton<PrismaClient>('prisma');
  await Promise.all([...pools.map((open) => open?.end()), client?.$disconnect()]);
}

/** A fault of the data and not of the store: SQLSTATE classes 22 (data exception) and 23 (integrity). */
export function isDataFault(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23]/.test(error.code)
  );
}
