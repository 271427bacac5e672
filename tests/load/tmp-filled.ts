import { execFileSync } from 'node:child_process';
import pg from 'pg';
import { startEmbeddedPostgres } from '#lib/platform/embedded-postgres.ts';

const server = await startEmbeddedPostgres({ dataDir: '.data/filled', settings: { autovacuum: 'off' } });
const admin = new pg.Client({ connectionString: server.url });
await admin.connect();
await admin.query('DROP DATABASE IF EXISTS filled WITH (FORCE)');
await admin.query('CREATE DATABASE filled');
await admin.end();
const url = new URL(server.url);
url.pathname = '/filled';
execFileSync(process.execPath, ['bin/migrate.ts'], { env: { ...process.env, DATABASE_URL: url.href, SESSION_SECRET: 'x'.repeat(40), ENCRYPTION_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}` }, stdio: 'ignore' });
const db = new pg.Client({ connectionString: url.href });
await db.connect();
await db.query(`SELECT ensure_day_partitions((now() AT TIME ZONE 'UTC')::date - 8, 10)`);
await db.query(`INSERT INTO destinations (id, name, kind, config, updated_at) SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'd' || i, 'log', '{}', now() FROM generate_series(1, 100) i`);
await db.query(`INSERT INTO destination_breakers (destination_id) SELECT id FROM destinations`);
// 3 million over 7 days
await db.query(`CREATE FUNCTION v7(at timestamptz) RETURNS uuid LANGUAGE sql AS $$
 SELECT (substr(h,1,8)||'-'||substr(h,9,4)||'-7'||substr(md5(random()::text),1,3)||'-8'||substr(md5(random()::text),1,3)||'-'||substr(md5(random()::text),1,12))::uuid
 FROM (SELECT lpad(to_hex((extract(epoch FROM at)*1000)::bigint),12,'0') h) x $$`);
const N = 3_000_000;
await db.query(`CREATE TEMP TABLE t AS SELECT v7(now() - i * interval '0.2 s') AS id, now() - i * interval '0.2 s' AS at, ('00000000-0000-7000-8000-' || lpad((1 + (i % 100))::text, 12, '0'))::uuid AS d, i FROM generate_series(1, ${N}) i`);
await db.query(`INSERT INTO deliveries (id, event_id, destination_id, status, attempt_count, created_at, finished_at) SELECT id, id, d, CASE WHEN i % 50 = 0 THEN 'dead' ELSE 'delivered' END, 1, at, at FROM t`);
await db.query(`INSERT INTO delivery_attempts (delivery_id, destination_id, number, started_at, duration_ms, outcome, status_code) SELECT id, d, 1, at, (random()*200)::int, CASE WHEN i % 50 = 0 THEN 'refused' ELSE 'delivered' END, CASE WHEN i % 50 = 0 THEN 500 ELSE 200 END FROM t`);
await db.query(`INSERT INTO delivery_counts SELECT d, s, date_bin(s * interval '1 second', at, '1970-01-01T00:00:00Z'), CASE WHEN i % 50 = 0 THEN 'refused' ELSE 'delivered' END, CASE WHEN i % 50 = 0 THEN 500 ELSE 200 END, count(*), count(*) FILTER (WHERE i % 50 = 0), answer_histogram(array_agg((i % 200)::int)), max(at), NULL FROM t, (VALUES (60),(3600)) w(s) WHERE s = 3600 OR at > now() - interval '25 hours' GROUP BY 1,2,3,4,5`);
await db.query('ANALYZE');
const { rows: n } = await db.query(`SELECT count(*)::int, pg_size_pretty(pg_total_relation_size('delivery_counts')) FROM delivery_counts`);
console.log(n);
process.env.DATABASE_URL = url.href;
console.log(url.href);
const { readFileSync } = await import('node:fs');
const src = readFileSync('lib/dispatch/counts/repo.ts', 'utf8');
void src;
const repo = await import('#lib/dispatch/counts/repo.ts');
const { readWatched } = await import('#lib/dispatch/watch-repo.ts');
const id = '00000000-0000-7000-8000-000000000007';
const time = async (name: string, run: () => Promise<unknown>): Promise<void> => {
  const all: number[] = [];
  for (let i = 0; i < 7; i++) { const at = performance.now(); await run(); all.push(performance.now() - at); }
  console.log(name, all.map((ms) => ms.toFixed(1)).join(' '));
};
const now = Date.now();
for (const [name, span, bar] of [['1h', 3600, 60], ['24h', 86400, 1800], ['7d', 604800, 10800], ['30d', 2592000, 86400]] as const) {
  const w = { from: new Date(now - span * 1000), to: new Date(now), barSeconds: bar };
  await time(`bars ${name}`, () => repo.readBars(id, w));
  await time(`reasons ${name}`, () => repo.readReasons(id, w, 10));
  await time(`answers ${name}`, () => repo.readAnswers(id, w));
}
await time('latest', () => repo.readLatestAttempts(id, 20));
const ids = Array.from({ length: 50 }, (_, i) => `00000000-0000-7000-8000-${String(i + 1).padStart(12, '0')}`);
await time('activity 50', () => repo.readActivity(ids));
await time('watched 100', () => readWatched(5));
const old = `SELECT count(*) FILTER (WHERE status = 'delivered')::int AS delivered, count(*) FILTER (WHERE status = 'dead')::int AS failed FROM deliveries WHERE destination_id = $1 AND finished_at > now() - interval '24 hours'`;
await time('counting deliveries of one, as before', () => db.query(old, [id]));
const plan = async (text: string, values: unknown[]): Promise<void> => {
  const { rows } = await db.query(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, values);
  console.log(rows.map((r) => Object.values(r)[0]).join('\n'), '\n');
};
await plan(`SELECT outcome, sum(attempts) FROM delivery_counts WHERE destination_id = $1 AND seconds = 60 AND bucket >= now() - interval '24 hours' GROUP BY 1`, [id]);
await plan(`SELECT a.delivery_id, d.event_id FROM (SELECT * FROM delivery_attempts WHERE destination_id = $1 ORDER BY started_at DESC LIMIT 20) a JOIN deliveries d ON d.id = a.delivery_id ORDER BY a.started_at DESC`, [id]);
await db.end();
const { closeDatabase } = await import('#lib/platform/db.ts');
await closeDatabase();
await server.stop();
