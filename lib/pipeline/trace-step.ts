import type { TraceStep } from '#lib/events/schema.ts';
import { clock } from '#lib/platform/clock.ts';

/** A step that began at this moment and ends now. */
export function traceStep(
  name: string,
  startedAt: Date,
  { outcome, detail }: Pick<TraceStep, 'outcome' | 'detail'>,
): TraceStep {
  const durationMs = Math.max(0, clock.now().getTime() - startedAt.getTime());
  return { step: name, at: startedAt.toISOString(), duration_ms: durationMs, outcome, detail };
}
