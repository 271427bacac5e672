import { pool } from '#lib/platform/db.ts';

// Whoever waited for the row may be a second late: the second of the row never goes back.
const LEASE = `
  INSERT INTO client_rates AS rate (client_id, second, granted)
  VALUES ($1, floor(extract(epoch FROM clock_timestamp()))::bigint, $2)
  ON CONFLICT (client_id) DO UPDATE SET
    second = GREATEST(rate.second, EXCLUDED.second),
    granted = CASE WHEN rate.second >= EXCLUDED.second THEN rate.granted + $2 ELSE $2 END
  RETURNING granted, ((second + 1 - extract(epoch FROM clock_timestamp())) * 1000)::float8 AS "leftMs"`;

/** How many calls were asked for in this second, with these, and how long the second still lasts. */
export type AskedInSecond = { granted: number; leftMs: number };

export async function askForCalls(clientId: string, calls: number): Promise<AskedInSecond> {
  const query = { name: 'lease-client-calls', text: LEASE, values: [clientId, calls] };
  const { rows } = await pool('ingest').query<AskedInSecond>(query);
  return rows[0] as AskedInSecond;
}
