export type Span = { startMs: number; endMs: number };
type TraceBreak = { at: number; gapMs: number };
export type TraceScale = {
  /** Where a moment lies on the axis, 0 to 1. */
  place: (ms: number) => number;
  /** Idle time that is drawn shorter than it was. */
  breaks: TraceBreak[];
  startMs: number;
  endMs: number;
};

/** An idle stretch this many times longer than all the work is cut short. */
const IDLE_FACTOR = 4;
/** Share of the axis a cut stretch keeps. */
const CUT_SHARE = 0.06;

function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last && span.startMs <= last.endMs) last.endMs = Math.max(last.endMs, span.endMs);
    else merged.push({ ...span });
  }
  return merged;
}

/**
 * A common axis for steps of a few milliseconds and retries hours later: linear while something happens, long idle
 * stretches cut to a mark that names their length.
 */
export function traceScale(spans: readonly Span[]): TraceScale {
  const busy = merge(spans);
  const first = busy[0];
  const last = busy.at(-1);
  if (!first || !last) return { place: () => 0, breaks: [], startMs: 0, endMs: 0 };
  const workMs = busy.reduce((sum, span) => sum + span.endMs - span.startMs, 0);
  const segments: { from: number; to: number; cut: boolean }[] = [];
  busy.forEach((span, index) => {
    segments.push({ from: span.startMs, to: span.endMs, cut: false });
    const next = busy[index + 1];
    if (next) {
      const gap = next.startMs - span.endMs;
      segments.push({ from: span.endMs, to: next.startMs, cut: gap > Math.max(workMs, 1) * IDLE_FACTOR });
    }
  });
  const cuts = segments.filter((segment) => segment.cut).length;
  const cutShare = Math.min(CUT_SHARE, cuts > 0 ? 0.5 / cuts : 0);
  const openMs = segments.reduce((sum, s) => sum + (s.cut ? 0 : s.to - s.from), 0) || 1;
  const openShare = 1 - cuts * cutShare;
  const breaks: TraceBreak[] = [];
  let at = 0;
  const placed = segments.map((segment) => {
    const width = segment.cut ? cutShare : ((segment.to - segment.from) / openMs) * openShare;
    const start = at;
    at += width;
    if (segment.cut) breaks.push({ at: start + width / 2, gapMs: segment.to - segment.from });
    return { ...segment, start, width };
  });
  const place = (ms: number) => {
    if (ms <= first.startMs) return 0;
    const segment = placed.find((s) => ms <= s.to);
    if (!segment) return Math.min(1, at);
    const length = segment.to - segment.from;
    return segment.start + (length === 0 ? 0 : (ms - segment.from) / length) * segment.width;
  };
  return { place, breaks, startMs: first.startMs, endMs: last.endMs };
}
