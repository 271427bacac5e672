'use client';

import { LoaderCircle } from 'lucide-react';
import { useId, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import { HighlightedText } from './highlighted-text.tsx';
import { type Match, MatchList } from './match-list.tsx';
import { PatternCost } from './pattern-cost.tsx';
import type { PatternDraft } from './pattern-draft.ts';
import { shiftSpans } from './shift-matches.ts';
import { usePatternCost } from './use-pattern-cost.ts';
import type { PatternTestState } from './use-pattern-test.ts';

const MAX_TEXT = 65_536;

export type PatternTesterProps = {
  draft: PatternDraft;
  text: string;
  onText: (text: string) => void;
  test: PatternTestState;
  /** Measuring is for those who may write patterns. */
  mayMeasure: boolean;
};

function Outcome({ draft, text, test }: Pick<PatternTesterProps, 'draft' | 'text' | 'test'>) {
  const { tried, faults, error } = test;
  if (draft.regex === '') return <>Write a regex to see what it finds.</>;
  if (faults.size > 0) return <>Not tried: {faults.values().next().value}</>;
  if (error) return <>The try failed: {error.detail}</>;
  if (!tried) return <>Trying …</>;
  if (text === '') return <>Paste a text to see what is found in it.</>;
  const { matches, truncated, duration_ms } = tried.result;
  const count = matches.length === 0 ? 'No match' : formatCount(matches.length, 'match', 'matches');
  return (
    <span className="figures">
      {truncated ? `The first ${count}` : count} in {formatDuration(duration_ms)}
    </span>
  );
}

/** Shows, letter by letter, what the pattern would find. Neither pattern nor text is kept. */
export function PatternTester({ draft, text, onText, test, mayMeasure }: PatternTesterProps) {
  const cost = usePatternCost(draft, mayMeasure);
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const spans = shiftSpans(test.tried?.result.matches ?? [], test.tried?.text ?? '', text);
  const highlights = spans.map(({ start, end, confidence }) => ({
    start,
    end,
    tone: confidence >= draft.min_confidence ? ('acts' as const) : ('weak' as const),
  }));
  const pick = ({ start, end }: Match) => {
    field.current?.focus();
    field.current?.setSelectionRange(start, end);
  };
  return (
    <Panel
      title="Try it"
      note="Nothing typed here is kept"
      actions={
        test.isTrying ? (
          <LoaderCircle size={14} aria-label="Trying" className="animate-spin text-ink-3" />
        ) : null
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="sr-only">
            Text to try the pattern on
          </label>
          <HighlightedText
            id={id}
            ref={field}
            value={text}
            onChange={onText}
            highlights={highlights}
            maxLength={MAX_TEXT}
            aria-describedby={`${id}-outcome`}
            placeholder="Paste a log line, a message or a piece of JSON"
          />
          <p
            id={`${id}-outcome`}
            role="status"
            className="flex flex-wrap items-center justify-between gap-x-3 text-ink-2 text-sm"
          >
            <span className="min-w-0">
              <Outcome draft={draft} text={text} test={test} />
            </span>
            {text.length > MAX_TEXT * 0.9 ? (
              <span className="figures text-ink-3 text-xs">
                {formatNumber(text.length)} of {formatNumber(MAX_TEXT)} characters
              </span>
            ) : null}
          </p>
        </div>
        {cost && draft.regex !== '' && test.faults.size === 0 ? <PatternCost cost={cost} /> : null}
        {test.error ? <Button onClick={test.retry}>Try again</Button> : null}
        {spans.length > 0 ? (
          <MatchList matches={spans} minConfidence={draft.min_confidence} onPick={pick} />
        ) : null}
      </div>
    </Panel>
  );
}
