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

/** What a finding caused. */
export function ActionBadge({ action }: { action: string }) {
  const known = ACTIONS[action];
  return (
    <Badge tone={known?.tone ?? 'neutral'} icon={known?.icon ?? CircleDashed}>
      {known?.word ?? action}
    </Badge>
  );
}
