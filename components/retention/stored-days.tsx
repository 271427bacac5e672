'use client';

import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatBytes, formatCount } from '#lib/format/format-number.ts';
import type { RetentionPreview, StoredDay } from '#lib/retention/schema.ts';
import { aboutEvents, Cell, FigureTable, HeadCell } from './figures.tsx';

const SHOWN = 31;

function Size({ day, largest }: { day: StoredDay; largest: number }) {
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden data-bar className="h-1.5 w-24 overflow-hidden rounded-full bg-sunken max-sm:hidden">
        <span
          className={`block h-full min-w-0.5 rounded-full ${day.whole ? 'bg-block' : 'bg-accent'}`}
          style={{ width: `${(day.bytes / Math.max(1, largest)) * 100}%` }}
        />
      </span>
      <span className="sm:w-16">{formatBytes(day.bytes)}</span>
    </span>
  );
}

function Goes({ day }: { day: StoredDay }) {
  if (day.whole) return <Badge tone="block">next run</Badge>;
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
      {day.going > 0 ? (
        <Badge tone="redact">{aboutEvents(day.going, day.estimated)} at the next run</Badge>
      ) : null}
      {day.goes_on ? (
        <span className="whitespace-nowrap">{day.goes_on}</span>
      ) : (
        <span className="text-ink-3">empty</span>
      )}
    </span>
  );
}

/** What lies in each day's tables, and when the day goes as a whole. */
export function StoredDays({ preview }: { preview: RetentionPreview }) {
  const [all, setAll] = useState(false);
  const days = all ? preview.days : preview.days.slice(0, SHOWN);
  const largest = Math.max(0, ...preview.days.map((day) => day.bytes));
  const total = preview.days.reduce((sum, day) => sum + day.bytes, 0);
  return (
    <Panel
      title="Stored by day"
      note={`${formatCount(preview.days.length, 'day')}, ${formatBytes(total)}, days of UTC`}
      flush
    >
      <FigureTable
        label="Stored by day"
        head={
          <>
            <HeadCell>Day</HeadCell>
            <HeadCell right>Events</HeadCell>
            <HeadCell right>Size</HeadCell>
            <HeadCell right>Goes on</HeadCell>
          </>
        }
      >
        {days.map((day) => (
          <tr key={day.day}>
            <Cell className="whitespace-nowrap">{day.day}</Cell>
            <Cell right>{aboutEvents(day.events, day.estimated)}</Cell>
            <Cell right>
              <Size day={day} largest={largest} />
            </Cell>
            <Cell right className="max-sm:whitespace-normal">
              <Goes day={day} />
            </Cell>
          </tr>
        ))}
      </FigureTable>
      {preview.days.length > SHOWN ? (
        <p className="border-t px-4 py-2">
          <Button size="sm" variant="ghost" onClick={() => setAll(!all)}>
            {all ? `Show the newest ${SHOWN} days` : `Show all ${preview.days.length} days`}
          </Button>
        </p>
      ) : null}
    </Panel>
  );
}
