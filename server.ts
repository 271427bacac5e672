import type { IncomingMessage, ServerResponse } from 'node:http';
import next from 'next';
import { startFollowing, stopFollowing } from '#lib/auth/authz/freshness.ts';
import { flushClientUses } from '#lib/clients/note-client-use.ts';
import { flushRefusedCalls } from '#lib/clients/refusals/note-refused-call.ts';
import { drainEvents } from '#lib/events/accept-events.ts';
import { closeLive } from '#lib/events/live/live-hub.ts';
import { fastLane } from '#lib/http/fast-lane.ts';
import { adoptAnswer } from '#lib/http/framework-answer.ts';
import { guardRequest } from '#lib/http/guard-request.ts';
import { hotEndpoint } from '#lib/http/hot-endpoint.ts';
import { httpServer } from '#lib/http/http-server.ts';
import { givePagePolicy, giveSecurityHeaders } from '#lib/http/security-headers.ts';
import { warmUp } from '#lib/http/warm-up.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { closeDatabase } from '#lib/platform/db.ts';
import { env } from '#lib/platform/env.ts';
import { log } from '#lib/platform/log.ts';
import { onShutdown, reportReady } from '#lib/platform/process-life.ts';
import { closeSenderBoss, senderBoss } from '#lib/queue/boss.ts';
import { flushSourceUses } from '#lib/sources/note-source-use.ts';
import { flushRefusedSourceCalls } from '#lib/sources/refusals/note-refused-call.ts';
import { flushWarnings } from '#lib/warnings/note-warning.ts';

const { PORT, HOST, DEV } = env();

// The framework's own address for itself is fixed: it is never taken from a Host header.
const app = next({ dev: DEV, dir: import.meta.dirname, hostname: 'localhost', port: PORT });
await app.prepare();
const handlePage = app.getRequestHandler();

const handle = (request: IncomingMessage, response: ServerResponse): void => {
  // While the server closes, whoever still sends on an open connection is told to make a new one, elsewhere.
  if (!server.listening) response.setHeader('connection', 'close');
  const hot = hotEndpoint(request);
  const answered = hot ? fastLane(request, response, hot) : answer(request, response);
  answered.catch((error: unknown) => breakOff(response, error));
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  giveSecurityHeaders(response);
  const refusal = guardRequest(request);
  if (refusal) {
    response.writeHead(refusal.status, refusal.headers).end(refusal.body);
    return;
  }
  if (!request.url?.startsWith('/api/')) givePagePolicy(request, response);
  adoptAnswer(request, response);
  return handlePage(request, response);
}

/** Whatever nobody caught ends its own request and not the process. */
function breakOff(response: ServerResponse, error: unknown): void {
  log.error({ err: error }, 'a request broke off');
  response.destroy();
}

const server = httpServer(handle, {
  // Only the development server speaks WebSocket, for reloading. Any other offer to upgrade, HTTP/2 in clear say, is
  // passed over (RFC 9110 section 7.8) and the request answered as it stands.
  shouldUpgradeCallback: ({ headers }) => DEV && headers.upgrade?.toLowerCase() === 'websocket',
});

server.on('upgrade', (request, socket, head) => {
  app
    .getUpgradeHandler()(request, socket, head)
    .catch(() => socket.destroy());
});

await startChangeFeed();
await startFollowing();
await senderBoss();
await warmUp();

server.listen(PORT, HOST, () => {
  log.info({ port: PORT, host: HOST }, 'the web server listens');
  reportReady();
});
server.on('error', (error) => {
  log.fatal({ err: error }, 'the web server cannot listen');
  process.exit(1);
});

async function closeServer(): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  // Again and again: a connection whose request was under way is idle only after its answer.
  const hangUp = setInterval(() => server.closeIdleConnections(), 50);
  closeLive();
  await drainEvents();
  // Whoever is still connected has had the answer by now, or never sent a request.
  const cut = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearInterval(hangUp);
  clearTimeout(cut);
}

onShutdown([
  closeServer,
  flushClientUses,
  flushRefusedCalls,
  flushSourceUses,
  flushRefusedSourceCalls,
  flushWarnings,
  async () => stopFollowing(),
  stopChangeFeed,
  closeSenderBoss,
  closeDatabase,
]);
