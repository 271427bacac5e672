'use client';

import { CalendarX, Clock } from 'lucide-react';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { formatBytes, formatCount } from '#lib/format/format-number.ts';
import type { RetentionPreview } from '#lib/retention/schema.ts';
import { aboutEvents } from './figures.tsx';

/** "3 days, ≈ 1.2M events" */
export function goingWords({ going, estimated }: RetentionPreview): string {
  const events = `${aboutEvents(going.events, estimated)} ${going.events === 1 ? 'event' : 'events'}`;
  return going.days > 0 ? `${formatCount(going.days, 'whole day')}, ${events}` : events;
}

const isNothing = ({ going }: RetentionPreview): boolean => going.days === 0 && going.events === 0;

export type NextRunProps = { preview: RetentionPreview; changed: boolean; behind: boolean };

/** What the rules in the form delete at the next run. */
export function NextRun({ preview, changed, behind }: NextRunProps) {
  const nothing = isNothing(preview);
  const Icon = nothing ? Clock : CalendarX;
  return (
    <Panel title="Next run" note={changed ? 'with the rules in the form, once they are saved' : undefined}>
      <div className="flex items-start gap-3" role="status" aria-busy={behind || undefined}>
        <Icon size={20} aria-hidden className={nothing ? 'text-ink-3' : 'text-block-text'} />
        <div className="min-w-0">
          <p className={behind ? 'text-ink-3' : undefined}>
            {nothing ? (
              'Deletes nothing: no stored event has expired.'
            ) : (
              <>
                Deletes <strong className="figures font-semibold">{goingWords(preview)}</strong>
                {preview.going.bytes > 0 ? `, and frees ${formatBytes(preview.going.bytes)}` : ''}.
              </>
            )}
          </p>
          <p className="text-ink-3 text-sm">
            Runs <Time at={preview.next_run_at} />, then every hour. Events still being processed or delivered
            are kept until that is done.
          </p>
        </div>
      </div>
    </Panel>
  );
}
