import { appendFileSync } from 'node:fs';

// What the supervisor's tests run: notes its number, talks, says it is ready unless told to fail, and waits.
const startsFile = process.env.STARTS_FILE;
if (!startsFile) throw new Error('STARTS_FILE is not set');
appendFileSync(startsFile, `${process.pid}\n`);
process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'all is well' })}\n`);
process.stdout.write(
  `${JSON.stringify({ level: 'error', msg: 'it broke', err: { message: 'for a reason' } })}\n`,
);
if (process.env.FAIL === '1') process.exit(3);
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
process.send?.({ type: 'ready' });
setInterval(() => undefined, 1_000_000);
