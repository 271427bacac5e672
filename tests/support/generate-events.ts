import { type PgClient, pool } from '#lib/platform/db.ts';

type Plan = {
  count: number;
  everyMs: number;
  untilMs: number;
  clientId?: string | null;
  categories?: number;
};

/**
 * Processed events made inside the database, `everyMs` apart and ending before `untilMs`: by number, one in ten
 * is redacted, one in a hundred blocked, categories take turns.
 */
export async function fillEvents(client: PgClient, plan: Plan): Promise<void> {
  await client.query(
    `INSERT INTO events (id, client_id, session_id, category, name, occurred_at, received_at, status, verdict,
        severity, data, masked_data)
      SELECT (lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(i % 4096), 3, '0') || '8' || lpad(to_hex(i), 15, '0'))::uuid,
        $4::uuid, 'session ' || i % 1000, 'category ' || i % $5, 'name ' || i % 50, to_timestamp(ms / 1000.0),
        to_timestamp(ms / 1000.0), 'processed',
        CASE WHEN i % 100 = 0 THEN 'block' WHEN i % 10 = 0 THEN 'redact' ELSE 'pass' END,
        CASE WHEN i % 10 = 0 THEN 'high' END,
        jsonb_build_object('n', i, 'text', repeat('words ', 20)),
        CASE WHEN i % 10 = 0 THEN jsonb_build_object('n', i, 'text', '****') END
      FROM (SELECT i, ($3::bigint - ($1::bigint - i) * $2::bigint) AS ms FROM generate_series(0, $1::bigint - 1) AS i) AS made`,
    [plan.count, plan.everyMs, plan.untilMs, plan.clientId ?? null, plan.categories ?? 5],
  );
}

/** The same through the pool of this process, and the planner knows of them. */
export async function generateEvents(plan: Plan): Promise<void> {
  await fillEvents(pool(), plan);
  await pool().query('ANALYZE events');
}
