import { takeCall } from '#lib/clients/take-call.ts';
import { closeDatabase } from '#lib/platform/db.ts';

// A process of its own that takes calls of one client for a while, when it is told to, and says when each was taken.
const [clientId = '', forMs = '0'] = process.argv.slice(2);

process.once('message', () => {
  void (async () => {
    const takenAt: number[] = [];
    for (const end = Date.now() + Number(forMs); Date.now() < end; ) {
      const rates = await Promise.all(Array.from({ length: 20 }, () => takeCall(clientId)));
      for (const rate of rates) if (rate?.taken) takenAt.push(Date.now());
      await new Promise((resume) => setImmediate(resume));
    }
    process.send?.({ takenAt });
    await closeDatabase();
    process.disconnect?.();
  })();
});
process.send?.('ready');
