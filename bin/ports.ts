import { createServer } from 'node:net';
import { AppError } from '#lib/platform/errors.ts';
import type { Settings } from './environment.ts';

/** Ends a start early, in one sentence, when another program already listens where this one would. */
export async function refuseTakenPorts({ PORT, HOST, DEMO, DEMO_PORT }: Settings): Promise<void> {
  await refuseTakenPort('PORT', PORT, HOST);
  if (DEMO) await refuseTakenPort('DEMO_PORT', DEMO_PORT, '127.0.0.1');
}

async function refuseTakenPort(variable: string, port: number, host: string): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
  if (code === undefined) return;
  const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${code})`;
  throw new AppError(
    'conflict',
    `Port ${port} ${why}: stop what runs there, or set ${variable} to another one.`,
  );
}
