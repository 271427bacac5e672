'use client';

import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { cutAtSpans, type Span } from './shift-matches.ts';

type Highlight = Span & { tone: 'acts' | 'weak' };

export type HighlightedTextProps = Omit<ComponentProps<'textarea'>, 'value' | 'onChange'> & {
  value: string;
  onChange: (text: string) => void;
  highlights: readonly Highlight[];
};

/** Both layers have to break lines alike, so they share everything that decides it. */
const LAYER =
  'col-start-1 row-start-1 min-h-40 w-full whitespace-pre-wrap px-3 py-2 font-mono text-sm leading-5 [overflow-wrap:anywhere] [font-variant-ligatures:none]';

/** A text field that marks stretches of its text: the marks lie behind it, letter under letter. */
export function HighlightedText({ value, onChange, highlights, className, ...rest }: HighlightedTextProps) {
  return (
    <div
      className={clsx(
        'grid max-h-80 overflow-y-auto rounded-control border border-edge bg-panel transition-colors hover:border-ink-3 has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-accent',
        className,
      )}
    >
      <div aria-hidden className={clsx(LAYER, 'text-transparent')}>
        {cutAtSpans(value, highlights).map(({ at, text, span }) =>
          span ? (
            <mark
              key={at}
              data-bar
              className={clsx(
                'rounded-badge text-transparent',
                span.tone === 'acts'
                  ? 'bg-redact-soft shadow-[inset_0_-2px_0_var(--redact)]'
                  : 'bg-sunken shadow-[inset_0_-2px_0_var(--edge)]',
              )}
            >
              {text}
            </mark>
          ) : (
            <span key={at}>{text}</span>
          ),
        )}
        {/* A last line break alone would have no height here, but has one in the field. */}
        {'\u200b'}
      </div>
      <textarea
        {...rest}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        spellCheck={false}
        autoComplete="off"
        className={clsx(LAYER, 'resize-none overflow-hidden bg-transparent text-ink outline-none')}
      />
    </div>
  );
}
