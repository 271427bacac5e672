import { log } from './log.ts';

const LONGEST_SHUTDOWN_MS = 20_000;

/** Tells whoever started this process that it is ready to work. */
export function reportReady(): void {
  process.send?.({ type: 'ready' });
}

/**
 * Runs the steps once, one after the other, on SIGTERM, SIGINT, SIGHUP or when the parent process is gone, then ends
 * the process: with 0 when all was closed in time, else with 1. A step that fails does not keep the later ones away.
 */
export function onShutdown(steps: readonly (() => Promise<unknown>)[]): void {
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
    void runAll(steps).then((failed) => process.exit(failed === 0 ? 0 : 1));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => shutdown(signal));
  if (process.channel) process.on('disconnect', () => shutdown('the parent process is gone'));
}

/** Answers how many steps failed. */
async function runAll(steps: readonly (() => Promise<unknown>)[]): Promise<number> {
  let failed = 0;
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failed += 1;
      log.error({ err: error }, 'a step of shutting down failed');
    }
  }
  return failed;
}
