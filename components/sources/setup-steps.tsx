import { CopyButton } from '#components/ui/copy-button.tsx';
import type { Source } from '#lib/sources/schema.ts';
import { PRESETS } from './presets.ts';

export type SetupStepsProps = { source: Pick<Source, 'scheme' | 'path'>; baseUrl: string };

/** The address to paste, and what to do with it at the sender's. */
export function SetupSteps({ source, baseUrl }: SetupStepsProps) {
  const url = baseUrl + source.path;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-2 rounded-control border bg-sunken py-1 pr-1 pl-3">
        <code translate="no" className="min-w-0 flex-1 break-all text-sm">
          {url}
        </code>
        <CopyButton text={url} label="Copy address" />
      </div>
      <ol className="flex list-decimal flex-col gap-1 pl-5 text-ink-2 text-sm">
        {PRESETS[source.scheme].steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}
