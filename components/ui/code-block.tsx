'use client';

import { useState } from 'react';
import { CopyButton } from './copy-button.tsx';

export type CodeBlockProps = {
  code: string;
  label?: string | undefined;
  /** Long lines break instead of scrolling. */
  wrap?: boolean | undefined;
};

/** Monospaced text that can be copied as a whole. */
export function CodeBlock({ code, label = 'Copy', wrap = false }: CodeBlockProps) {
  return (
    <div className="relative min-w-0 rounded-panel border bg-sunken">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrollable by keyboard
        tabIndex={0}
        className={`overflow-x-auto rounded-panel py-3 pr-12 pl-3 text-ink text-xs leading-5 ${wrap ? 'whitespace-pre-wrap break-all' : ''}`}
      >
        <code>{code}</code>
      </pre>
      <CopyButton text={code} label={label} className="absolute top-2 right-2 bg-sunken" />
    </div>
  );
}

export type SnippetsProps = { snippets: readonly { label: string; code: string }[]; label: string };

/** The same call in several languages; the choice is one click, the copy another. */
export function Snippets({ snippets, label }: SnippetsProps) {
  const [chosen, setChosen] = useState(0);
  const current = snippets[chosen] ?? snippets[0];
  if (!current) return null;
  return (
    <div className="min-w-0">
      <fieldset className="flex gap-1 pb-2">
        <legend className="sr-only">{label}</legend>
        {snippets.map((snippet, index) => (
          <button
            key={snippet.label}
            type="button"
            aria-pressed={snippet === current}
            onClick={() => setChosen(index)}
            className="h-control-sm rounded-control px-2 font-medium text-ink-2 text-sm transition-colors hover:bg-hover aria-pressed:bg-selected aria-pressed:text-accent-text"
          >
            {snippet.label}
          </button>
        ))}
      </fieldset>
      <CodeBlock code={current.code} label={`Copy ${current.label} snippet`} />
    </div>
  );
}
