import { callerFilter } from './caller-filter.ts';
import type { RefusalReason } from './refusals/schema.ts';

type Gate = { enabled: boolean; expiresAt: Date | null; addressRanges: readonly string[] };

/** Why a client may not open or renew a session now, calling from there; null when it may. */
export function admissionFault(client: Gate, address: string | undefined, now: Date): RefusalReason | null {
  if (!client.enabled) return 'client_disabled';
  if (client.expiresAt !== null && client.expiresAt <= now) return 'client_expired';
  return callerFilter(client.addressRanges)(address) ? null : 'address_not_allowed';
}
