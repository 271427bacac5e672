import { callerFilter } from './caller-filter.ts';

type Gate = { enabled: boolean; expiresAt: Date | null; addressRanges: readonly string[] };

/** Whether a client may open or renew a session now, calling from there. */
export function isAdmitted(client: Gate, address: string | undefined, now: Date): boolean {
  const alive = client.enabled && (client.expiresAt === null || client.expiresAt > now);
  return alive && callerFilter(client.addressRanges)(address);
}
