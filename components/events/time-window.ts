const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Preset = { label: string; spanMs: number; stepMs: number };

/** A relative window moves in steps, so that a list is not loaded anew at every tick of the clock. */
export const WINDOWS = {
  '15m': { label: 'Last 15 minutes', spanMs: 15 * MINUTE_MS, stepMs: MINUTE_MS },
  '1h': { label: 'Last hour', spanMs: HOUR_MS, stepMs: MINUTE_MS },
  '6h': { label: 'Last 6 hours', spanMs: 6 * HOUR_MS, stepMs: 5 * MINUTE_MS },
  '24h': { label: 'Last 24 hours', spanMs: 24 * HOUR_MS, stepMs: 10 * MINUTE_MS },
  '7d': { label: 'Last 7 days', spanMs: 7 * 24 * HOUR_MS, stepMs: HOUR_MS },
} as const satisfies Record<string, Preset>;

export type WindowName = keyof typeof WINDOWS;
export const WINDOW_NAMES = Object.keys(WINDOWS) as WindowName[];

/** Where the window begins, seen from a moment: at most one step earlier than its name says, never later. */
export function windowStart(name: WindowName, nowMs: number): string {
  const { spanMs, stepMs } = WINDOWS[name];
  return new Date(Math.floor(nowMs / stepMs) * stepMs - spanMs).toISOString();
}

/** A moment of the address as the API takes it; null for what is none. */
export function momentOf(text: string | null): string | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
