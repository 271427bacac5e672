'use client';

import { Lightbulb } from 'lucide-react';
import { useState } from 'react';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { ExclusionSuggestion } from '#lib/dlp/exclusions/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';

const effectOf = ({ places, findings, confirmed }: ExclusionSuggestion): string =>
  `In the last 30 days it would have left out ${formatCount(places, 'place')} of ${formatCount(findings, 'finding')}, ${confirmed === 0 ? 'none of them confirmed' : `${confirmed} of them confirmed`}.`;

/** What reviewers' verdicts speak for; nothing is shown where there is nothing. */
export function ExclusionSuggestions() {
  const refresh = useRefresh('/exclusions');
  const [asked, setAsked] = useState<ExclusionSuggestion | null>(null);
  const items = useRecord<{ items: ExclusionSuggestion[] }>('/exclusions', '/suggestions').data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel
      title="Proposed"
      note="Where every value that reviewers decided about was a false positive"
      className="mb-4"
    >
      <ul className="flex flex-col gap-3">
        {items.map((item) => (
          <li key={`${item.pattern_id} ${item.path}`} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Lightbulb size={16} aria-hidden className="shrink-0 text-ink-3" />
            <span className="min-w-0 flex-1 text-sm">
              <span className="font-medium">{item.pattern}</span> under{' '}
              <bdi className="break-all font-mono text-xs">{item.path}</bdi>:{' '}
              {formatCount(item.false_positives, 'false positive')}.{' '}
              <span className="text-ink-2">{effectOf(item)}</span>
            </span>
            <Button size="sm" onClick={() => setAsked(item)}>
              Exclude
            </Button>
          </li>
        ))}
      </ul>
      {asked ? (
        <ConfirmDialog
          open
          danger={false}
          onClose={() => setAsked(null)}
          title={`Leave ${asked.pattern} out under ${asked.path}`}
          consequences={`${effectOf(asked)} Other patterns go on looking there, and so does this one everywhere else.`}
          action="Exclude"
          onConfirm={async () => {
            await apiFetch('/exclusions', {
              method: 'POST',
              body: {
                pattern_id: asked.pattern_id,
                path: asked.path,
                reason: `${formatCount(asked.false_positives, 'false positive')}, none real`,
              },
            });
            notifyDone(`${asked.pattern} is left out under ${asked.path}`);
            await refresh();
          }}
        />
      ) : null}
    </Panel>
  );
}
