import { createServer } from 'node:http';
import next from 'next';

// The yardstick: the same framework, the same kind of server in front of it, and a handler that does nothing.
const app = next({ dev: false, dir: import.meta.dirname, hostname: 'localhost', port: 0 });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit(0));
