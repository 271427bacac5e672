import { clsx } from 'clsx';
import { statusWord } from '#components/ui/status-words.ts';
import { TONES } from '#components/ui/tones.ts';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';

const WAITING = 'Accepted and safe; it has not been scanned yet.';

function sentenceOf(event: DescribedEvent): string {
  const decided = event.trace?.findLast(({ step }) => step === 'decided' || step === 'failed')?.detail;
  if (decided) return decided.charAt(0).toUpperCase() + decided.slice(1);
  return event.status === 'failed' ? 'It could not be processed.' : WAITING;
}

/** What was decided about the event and why, in one sentence. */
export function EventVerdict({ event }: { event: DescribedEvent }) {
  const word = event.verdict ? statusWord('verdict', event.verdict) : statusWord('event', event.status);
  const { badge } = TONES[word.tone];
  return (
    <p className={clsx('flex items-start gap-2 rounded-panel px-3 py-2', badge)}>
      <word.icon size={16} className="mt-0.5" aria-hidden />
      <span className="min-w-0 [overflow-wrap:anywhere]">{sentenceOf(event)}</span>
    </p>
  );
}
