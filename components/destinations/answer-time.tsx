import type { DestinationHealth } from '#lib/dispatch/schema.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import { formatDuration } from '#lib/format/format-time.ts';

export const ANSWER_DEFINITION =
  'How long attempts took until they were answered or given up: half of them within the first figure (p50), 95 of 100 within the second (p95). Read from a histogram, so to the width of its ranges.';

/** "≈ 24 ms · 180 ms" */
export function AnswerTime({ times }: { times: DestinationHealth['answer_ms'] }) {
  if (times === null) return <span className="text-ink-3">–</span>;
  return (
    <span className="figures whitespace-nowrap">
      ≈ {formatDuration(times.p50)} <span className="text-ink-3">·</span> {formatDuration(times.p95)}
    </span>
  );
}

/** "1.5/s" */
export const perSecond = (calls: number): string =>
  `${calls > 0 && calls < 10 ? formatNumber(calls, calls < 0.1 ? 2 : 1) : formatNumber(calls)}/s`;
