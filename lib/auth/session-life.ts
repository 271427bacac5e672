const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How long a session lives at most, and how long without being used. */
export const SESSION_LIFE = {
  console: { absoluteMs: 12 * 60 * MINUTE_MS, idleMs: 30 * MINUTE_MS },
  api: { absoluteMs: 30 * DAY_MS, idleMs: 7 * DAY_MS },
} as const;

export type SessionKind = keyof typeof SESSION_LIFE;
export type SessionFault = 'expired' | 'revoked';

/** Why the session no longer counts, or null while it does. */
export function sessionFault(
  session: { kind: SessionKind; lastSeenAt: Date; expiresAt: Date; revokedAt: Date | null; enabled: boolean },
  now: Date,
): SessionFault | null {
  if (session.revokedAt || !session.enabled) return 'revoked';
  const idleMs = now.getTime() - session.lastSeenAt.getTime();
  return session.expiresAt <= now || idleMs >= SESSION_LIFE[session.kind].idleMs ? 'expired' : null;
}
