import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { AppError } from '../errors.ts';

/** What the engine's own lock is called: taken here first, so that everything happens under it. */
const LOCK = 72707369;
const OLDEST_VERSION = 150_000;
const CHAR_OID = 18;
const CHAR_ARRAY_OID = 1002;

// The engine reports a panic through this slot and would end in a TypeError without it.
const panics = globalThis as unknown as {
  PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void };
};

export type Session = { engine: SchemaEngine; client: Pick<pg.Pool, 'query'> };

/** Runs work with a schema engine on one connection that holds the migration lock; no other process migrates meanwhile. */
export async function withSchemaEngine<T>(
  connectionString: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  // One connection that is never given up: the lock belongs to the session.
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 0,
    application_name: 'the-eye-migrate',
  });
  pool.on('error', () => undefined);
  let panic = '';
  panics.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      panic = message;
    },
  };
  try {
    await refuseUnusable(pool);
    await pool.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const engine = await SchemaEngine.new(
      { datamodels: undefined },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(adapterFor(pool)),
    );
    return await work({ engine, client: pool });
  } catch (error) {
    throw panic === '' ? error : new Error(panic, { cause: error });
  } finally {
    await pool.end();
  }
}

/** The first words with a database that is not ours: whether it is there, lets us in, and is new enough. */
async function refuseUnusable(pool: pg.Pool): Promise<void> {
  const asked =
    "SELECT current_setting('server_version') AS name, current_setting('server_version_num')::int AS number";
  const answer = await pool
    .query<{ name: string; number: number }>(asked)
    .catch((cause: Error & { code?: string }) => {
      const why = cause.message || cause.code || 'no answer';
      throw new AppError('unavailable', `The database of DATABASE_URL cannot be used: ${why}.`, { cause });
    });
  const [version] = answer.rows;
  if (version && version.number >= OLDEST_VERSION) return;
  throw new AppError(
    'unavailable',
    `PostgreSQL 15 or newer is needed, and DATABASE_URL leads to ${version?.name}.`,
  );
}

function adapterFor(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const connect = async (): Promise<SqlDriverAdapter> => {
    const adapter = await new PrismaPg(describable(pool)).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    return Object.assign(adapter, {
      queryRaw: async (query: Parameters<typeof queryRaw>[0]) => {
        const found = await queryRaw(query);
        const columnTypes = found.columnTypes.map((type) =>
          type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
        );
        return { ...found, columnTypes };
      },
      // The adapter's own cuts the text at every semicolon, those in function bodies too. Sent whole, the server
      // reads it right and runs it as one transaction.
      executeScript: async (script: string) => {
        await pool.query(script).catch((error: unknown) => {
          throw error instanceof pg.DatabaseError ? asEngineError(error) : error;
        });
      },
    });
  };
  const connectToShadowDb = () =>
    Promise.reject(new Error('No shadow database: a scratch database is migrated instead.'));
  return { provider: 'postgres', adapterName: '@prisma/adapter-pg', connect, connectToShadowDb };
}

/** Only in this form does the engine pass on, and record, what the server said. */
function asEngineError(error: pg.DatabaseError): DriverAdapterError {
  const { code = '', severity = 'ERROR', message, detail, column, hint } = error;
  return new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

/** The adapter knows no column of type "char" and the engine's catalogue queries have some: they pass as arrays of it. */
function describable(pool: pg.Pool): pg.Pool {
  const query = async (config: pg.QueryConfig) => {
    const result = await pool.query(config);
    for (const field of result.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = CHAR_ARRAY_OID;
    return result;
  };
  return new Proxy(pool, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) });
}
