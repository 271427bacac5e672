import { createRequire } from 'node:module';

const LEAST_MS = 10;

/** The parts of the client's request queue that decide when it looks for what waits. */
type Queue = {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests: () => void;
  scheduleCheckPendingRequests: () => void;
};

/**
 * The client's queue looks a thousand times a second for requests that wait, whether there are any or not: its pause is
 * a negative number. With this it looks when something waits, no sooner than the broker asked for.
 */
export function letQueuesSleep(): void {
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: Queue;
  };
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: Queue): void {
    if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
    const waitMs = Math.max(LEAST_MS, this.throttledUntil - Date.now());
    this.throttleCheckTimeoutId = setTimeout(() => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    }, waitMs);
  };
}
