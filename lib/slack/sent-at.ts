/** Slack names a message by the moment it was sent. */
export const sentAtMs = (ts: string): number => Math.round(Number(ts) * 1_000);
