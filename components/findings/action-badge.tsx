import { Ban, Bell, CircleDashed, EyeOff, type LucideIcon, NotebookPen } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import type { Tone } from '#components/ui/tones.ts';

const ACTIONS: Record<string, { word: string; tone: Tone; icon: LucideIcon }> = {
  none: { word: 'No action', tone: 'neutral', icon: CircleDashed },
  log: { word: 'Logged', tone: 'neutral', icon: NotebookPen },
  alert: { word: 'Alerted', tone: 'flight', icon: Bell },
  redact: { word: 'Redacted', tone: 'redact', icon: EyeOff },
  block: { word: 'Blocked', tone: 'block', icon: Ban },
};

export const ACTION_OPTIONS = Object.entries(ACTIONS).map(([value, { word }]) => ({ value, label: word }));

/** What a pattern wants and what became of it are two things there: whether a message is blocked its own page says. */
const IN_SLACK: typeof ACTIONS = {
  redact: { word: 'To be removed', tone: 'redact', icon: EyeOff },
  block: { word: 'To be removed', tone: 'redact', icon: Ban },
};

/** What a finding caused. */
export function ActionBadge({ action, inSlack = false }: { action: string; inSlack?: boolean }) {
  const known = (inSlack ? IN_SLACK[action] : undefined) ?? ACTIONS[action];
  return (
    <Badge tone={known?.tone ?? 'neutral'} icon={known?.icon ?? CircleDashed}>
      {known?.word ?? action}
    </Badge>
  );
}
