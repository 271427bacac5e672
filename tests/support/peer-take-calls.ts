import { takeCall } from '#lib/clients/take-call.ts';
import { closeDatabase } from '#lib/platform/db.ts';

// A process of its own that takes calls of one client for a while, when it is told to, and says when each was taken.
const [clientId = '', forMs = '0'] = process.argv.slice(2);

// A store that is late on a busy machine says 503: such a call was not taken, and the next one is tried.
const take = () => takeCall(clientId).catch(() => null);

process.once('message', () => {
  void (async () => {
    const takenAt: number[] = [];
    for (const end = Date.now() + Number(forMs); Date.now() < end; ) {
      const rates = await Promise.all(Array.from({ length: 20 }, take));
      for (const rate of rates) if (rate?.taken) takenAt.push(Date.now());
      await new Promise((resume) => setImmediate(resume));
    }
    process.send?.({ takenAt });
    await closeDatabase();
    process.disconnect?.();
  })();
});
process.send?.('ready');
