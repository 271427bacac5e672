import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { closeDatabase } from '#lib/platform/db.ts';

// A process of its own that uses one token many times at once, when it is told to, and says how often it counted.
const [token = '', times = '0'] = process.argv.slice(2);

process.once('message', () => {
  void (async () => {
    const uses = Array.from({ length: Number(times) }, () => authenticateClient(token, '127.0.0.1'));
    const accepted = (await Promise.allSettled(uses)).filter(({ status }) => status === 'fulfilled').length;
    process.send?.({ accepted });
    await closeDatabase();
    process.disconnect?.();
  })();
});
process.send?.('ready');
