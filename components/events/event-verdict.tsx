import { clsx } from 'clsx';
import { statusWord } from '#components/ui/status-words.ts';
import { TONES } from '#components/ui/tones.ts';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';
import { verdictSentence } from './verdict-sentence.ts';

/** What was decided about the event and why, in one sentence. */
export function EventVerdict({ event }: { event: DescribedEvent }) {
  const word = event.verdict ? statusWord('verdict', event.verdict) : statusWord('event', event.status);
  const { badge } = TONES[word.tone];
  return (
    <p className={clsx('flex items-start gap-2 rounded-panel px-3 py-2', badge)}>
      <word.icon size={16} className="mt-0.5" aria-hidden />
      <span className="min-w-0 [overflow-wrap:anywhere]">{verdictSentence(event)}</span>
    </p>
  );
}
