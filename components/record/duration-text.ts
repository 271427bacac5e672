const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  sec: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** "500 ms", "15s", "1 h 30 min", "2d" in milliseconds; null when it is no duration. A bare number has no unit. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (!/^(?:\d+(?:\.\d+)?\s*[a-z]+\s*)+$/.test(trimmed)) return null;
  let totalMs = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const size = UNITS[unit ?? ''];
    if (size === undefined) return null;
    totalMs += Number(amount) * size;
  }
  return Math.round(totalMs);
}

/** The shortest text that parseDuration reads back as the same number: 90000 is "1 min 30 s". */
export function durationText(durationMs: number): string {
  const parts: string[] = [];
  let rest = durationMs;
  for (const unit of ['d', 'h', 'min', 's', 'ms'] as const) {
    const size = UNITS[unit] ?? 1;
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * size;
  }
  return parts.join(' ') || '0 s';
}
