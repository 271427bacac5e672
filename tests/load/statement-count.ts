import type { Product } from './product.ts';
import { asObserver } from './workload.ts';

/** Begins to count anew. */
export const resetStatements = (product: Product): Promise<unknown> =>
  asObserver(product, async (client) => {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await client.query('SELECT pg_stat_statements_reset()');
  });

/** Everything that ran in this database but what asks here; BEGIN and COMMIT are statements, too. */
export const countStatements = (product: Product): Promise<number> =>
  asObserver(product, async (client) => {
    const { rows } = await client.query<{ calls: string }>(
      `SELECT sum(calls) AS calls FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE '%AS busy%'`,
    );
    return Number(rows[0]?.calls ?? 0);
  });
