import { log } from './log.ts';

const LONGEST_SHUTDOWN_MS = 20_000;

/** Tells whoever started this process that it is ready to work. */
export function reportReady(): void {
  process.send?.({ type: 'ready' });
}

/**
 * Runs `close` once on SIGTERM, SIGINT, SIGHUP or when the parent process is gone, then ends the process: with 0
 * when all was closed in time, else with 1.
 */
export function onShutdown(close: () => Promise<void>): void {
  let closing = false;
  const shutdown = (reason: string): void => {
    if (closing) return;
    closing = true;
    log.info({ reason }, 'shutting down');
    const late = setTimeout(() => {
      log.error('shutting down took too long');
      process.exit(1);
    }, LONGEST_SHUTDOWN_MS);
    late.unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'shutting down failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => shutdown(signal));
  if (process.channel) process.on('disconnect', () => shutdown('the parent process is gone'));
}
