import { type PgClient, pool } from './db.ts';
import { AppError } from './errors.ts';

const KEPT_MS = 24 * 3_600_000;

/** Who calls, what the call does to what, and the key the caller gave it; null for none. */
export type KeyedCall = { actorId: string; call: string; key: string | null };

/**
 * Does the work once for a key, in the caller's transaction: a second call with it, also one at the same moment, waits
 * for the first and gets its answer.
 * @throws AppError `conflict` when the key was given to another call before.
 */
export async function onceForKey<T>(
  client: PgClient,
  { actorId, call, key }: KeyedCall,
  work: () => Promise<T>,
): Promise<{ answer: T; isRepeat: boolean }> {
  if (key === null) return { answer: await work(), isRepeat: false };
  const taken = await client.query(
    `INSERT INTO idempotency_keys (actor_id, key, call) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [actorId, key, call],
  );
  if (taken.rowCount === 0)
    return { answer: await answerOf<T>(client, { actorId, call, key }), isRepeat: true };
  const answer = await work();
  await client.query('UPDATE idempotency_keys SET answer = $3 WHERE actor_id = $1 AND key = $2', [
    actorId,
    key,
    JSON.stringify(answer),
  ]);
  return { answer, isRepeat: false };
}

async function answerOf<T>(client: PgClient, { actorId, call, key }: KeyedCall): Promise<T> {
  const { rows } = await client.query<{ call: string; answer: T }>(
    'SELECT call, answer FROM idempotency_keys WHERE actor_id = $1 AND key = $2',
    [actorId, key],
  );
  const [known] = rows;
  if (known?.call === call) return known.answer;
  throw new AppError('conflict', 'This Idempotency-Key was given to another call before.');
}

/** Keys are remembered for a day. */
export async function forgetIdempotencyKeys(now: Date): Promise<void> {
  await pool().query('DELETE FROM idempotency_keys WHERE created_at < $1', [
    new Date(now.getTime() - KEPT_MS),
  ]);
}
