const HOUR_MS = 3_600_000;
export const LONGEST_QUIET_MS = 7 * 24 * HOUR_MS;

/** For how long the same notice is not raised again. */
export const quietTimeMs = (askedMs: number = HOUR_MS): number => Math.min(askedMs, LONGEST_QUIET_MS);
