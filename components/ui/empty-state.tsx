import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';

export type EmptyStateProps = {
  /** One sentence: what would be here. */
  sentence: ReactNode;
  icon?: LucideIcon | undefined;
  /** One Button or ButtonLink: the next step. */
  action?: ReactNode;
  /** Works as pasted. */
  snippet?: string | undefined;
};

export function EmptyState({ sentence, icon: Icon, action, snippet }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-4 px-4 py-12 text-center">
      {Icon ? (
        <span className="flex size-10 items-center justify-center rounded-panel border bg-panel text-ink-3">
          <Icon size={20} aria-hidden />
        </span>
      ) : null}
      <p className="max-w-prose text-balance text-ink-2">{sentence}</p>
      {action}
      {snippet ? (
        <div className="w-full max-w-form text-left">
          <CodeBlock code={snippet} label="Copy snippet" />
        </div>
      ) : null}
    </div>
  );
}
