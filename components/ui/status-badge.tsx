import { Badge } from './badge.tsx';
import { type StatusKind, statusWord } from './status-words.ts';

export type StatusBadgeProps = {
  kind: StatusKind;
  /** Null reads as "–": there is no such state yet. */
  value: string | boolean | null | undefined;
};

/** `<StatusBadge kind="verdict" value="redact" />` */
export function StatusBadge({ kind, value }: StatusBadgeProps) {
  if (value === null || value === undefined) return <span className="text-ink-3">–</span>;
  const { word, tone, icon, strike } = statusWord(kind, String(value));
  return (
    <Badge tone={tone} icon={icon} strike={strike}>
      {word}
    </Badge>
  );
}
