import { demoSigningSecret } from '#lib/demo/demo-secret.ts';
import { makeDemoServer } from '#lib/demo/demo-server.ts';
import { env } from '#lib/platform/env.ts';
import { log } from '#lib/platform/log.ts';
import { onShutdown, reportReady } from '#lib/platform/process-life.ts';

const port = env().DEMO_PORT;
const server = makeDemoServer(demoSigningSecret());

server.on('error', (error: NodeJS.ErrnoException) => {
  const sentence = error.code === 'EADDRINUSE' ? `port ${port} is taken: set DEMO_PORT` : error.message;
  log.fatal({ err: error }, `the demo destinations cannot start, ${sentence}`);
  process.exit(1);
});
// The local machine only: these are toys to look at, not services to offer.
server.listen(port, '127.0.0.1', () => {
  log.info({ port }, 'the demo destinations are ready');
  reportReady();
});

onShutdown([
  () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  },
]);
