import { clsx } from 'clsx';
import { Bell } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import type { DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import type { DestinationHealth, DestinationWithHealth } from '#lib/dispatch/schema.ts';
import { formatCount, formatNumber, formatPercent } from '#lib/format/format-number.ts';
import { KIND_WORDS } from './kinds.ts';

/** The backlog is counted no further than this. */
const BACKLOG_CAP = 10_000;

export function KindBadge({ kind }: { kind: DestinationKind }) {
  const { word, icon } = KIND_WORDS[kind];
  return <Badge icon={icon}>{word}</Badge>;
}

/** It gets what this installation tells about itself. */
export function NoticesBadge() {
  return (
    <Badge tone="accent" icon={Bell}>
      Notices
    </Badge>
  );
}

export const backlogText = (backlog: number): string =>
  backlog >= BACKLOG_CAP ? `${formatNumber(BACKLOG_CAP)}+` : formatNumber(backlog);

export function SuccessRate({ health }: { health: DestinationHealth }) {
  if (health.success_rate === null) return <span className="text-ink-3">–</span>;
  return (
    <span className={clsx(health.success_rate < 0.9 && 'font-medium text-block-text')}>
      {formatPercent(health.success_rate)}
    </span>
  );
}

/** What becomes of the deliveries of a destination that is disabled or deleted. */
export function discarding({ backlog, in_flight }: DestinationHealth): string {
  const waiting =
    backlog === 0
      ? 'Deliveries that wait for it are discarded (none at this moment)'
      : `${backlogText(backlog)} waiting ${backlog === 1 ? 'delivery is' : 'deliveries are'} discarded`;
  return in_flight === 0 ? waiting : `${waiting}, ${formatCount(in_flight, 'call')} in flight will finish`;
}

/** What disabling loses, in words, before it is done. */
export function losing({ name, health }: DestinationWithHealth): string {
  return `${discarding(health)}, and events that arrive meanwhile are not kept for ${name}. Enabling it again brings none of them back.`;
}
