'use client';

import { clsx } from 'clsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { PatternTestResult } from '#lib/dlp/schema.ts';

export type Match = PatternTestResult['matches'][number];

function Confidence({ level, acts }: { level: number; acts: boolean }) {
  return (
    <Tooltip content="1 is a guess, 5 is certain">
      <span className="inline-flex items-center gap-1.5 text-ink-2 text-xs">
        <span aria-hidden className="flex gap-0.5">
          {[1, 2, 3, 4, 5].map((step) => (
            <span
              key={step}
              data-bar
              className={clsx(
                'h-3 w-1 rounded-badge',
                step <= level ? (acts ? 'bg-redact' : 'bg-ink-3') : 'bg-line',
              )}
            />
          ))}
        </span>
        Confidence {level}
      </span>
    </Tooltip>
  );
}

const signed = (by: number): string => (by > 0 ? `+${by}` : by < 0 ? `−${-by}` : '±0');

export type MatchListProps = {
  matches: readonly Match[];
  minConfidence: number;
  onPick: (match: Match) => void;
};

/** Each match as it would be shown afterwards, and why it counts. A press selects it in the text. */
export function MatchList({ matches, minConfidence, onPick }: MatchListProps) {
  return (
    <ol className="divide-y rounded-panel border bg-panel">
      {matches.map((match) => {
        const acts = match.confidence >= minConfidence;
        return (
          <li key={`${match.start}-${match.end}`}>
            <button
              type="button"
              onClick={() => onPick(match)}
              className="flex w-full flex-col items-start gap-0.5 px-3 py-2 text-left transition-colors hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="flex w-full flex-wrap items-center justify-between gap-x-3">
                <code className="min-w-0 truncate text-sm">{match.masked}</code>
                <Confidence level={match.confidence} acts={acts} />
              </span>
              <span className="text-ink-3 text-xs">
                {match.steps.length > 0
                  ? match.steps.map(({ by, reason }) => `${reason} ${signed(by)}`).join(', ')
                  : 'no validator or context word had a say'}
                {acts ? null : ` – below ${minConfidence}, so recorded only`}
              </span>
              {match.groups.length > 0 ? (
                <span className="max-w-full truncate text-ink-3 text-xs">
                  {match.groups.map(({ name, text }) => `${name}: ${text}`).join(' · ')}
                </span>
              ) : null}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
