import { createServer } from 'node:http';
import pg from 'pg';
import type { EventRow } from '#lib/events/check-event.ts';
import type { createGroupCommit } from '#lib/events/group-commit.ts';
import type { StoredEvent } from '#lib/events/store-events.ts';
import { acceptEndpoint } from '#lib/http/accept-endpoint.ts';
import { fastLane } from '#lib/http/fast-lane.ts';
import { startChangeFeed } from '#lib/platform/change-feed.ts';
import { env } from '#lib/platform/env.ts';
import { processSingleton } from '#lib/platform/singleton.ts';

// The product's own door with one thing changed: each event has an INSERT and a commit of its own, and no job.
const CONNECTIONS = 8;
const pool = new pg.Pool({ connectionString: env().DATABASE_URL, max: CONNECTIONS });

async function insert(row: EventRow): Promise<StoredEvent> {
  await pool.query({
    name: 'insert-event',
    text: `INSERT INTO events (id, external_id, client_id, session_id, category, name, occurred_at, received_at, data)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      row.id,
      row.externalId,
      row.clientId,
      row.sessionId,
      row.category,
      row.name,
      new Date(row.occurredMs),
      new Date(row.receivedMs),
      row.dataJson,
    ],
  });
  return { eventId: row.id, duplicate: false };
}

processSingleton<ReturnType<typeof createGroupCommit<EventRow, StoredEvent>>>('events.group-commit', () => ({
  submit: (rows) => Promise.all(rows.map(insert)),
  hasRoom: () => true,
  drain: async () => {},
  waiting: () => 0,
}));

await startChangeFeed();
const server = createServer((request, response) => void fastLane(request, response, acceptEndpoint));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit(0));
