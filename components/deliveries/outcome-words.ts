import type { Tone } from '#components/ui/tones.ts';
import type { Attempt } from '#lib/dispatch/schema.ts';

type Outcome = Attempt['outcome'];

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  delivered: 'delivered',
  refused: 'refused',
  unreachable: 'not reached',
  timed_out: 'timed out',
  lost: 'lost: its sender stopped before the answer was recorded',
};

/** "refused with 503" */
export function outcomeText({
  outcome,
  status_code: code,
}: Pick<Attempt, 'outcome' | 'status_code'>): string {
  return code === null ? OUTCOME_WORDS[outcome] : `${OUTCOME_WORDS[outcome]} with ${code}`;
}

/** As short as it is still understood: the code that was answered, or why there is none. */
export function outcomeMark({
  outcome,
  status_code: code,
}: Pick<Attempt, 'outcome' | 'status_code'>): string {
  if (code !== null) return String(code);
  return outcome === 'lost' ? 'lost' : OUTCOME_WORDS[outcome];
}

export const attemptTone = ({ outcome }: Pick<Attempt, 'outcome'>): Tone =>
  outcome === 'delivered' ? 'pass' : outcome === 'lost' ? 'dead' : 'block';
