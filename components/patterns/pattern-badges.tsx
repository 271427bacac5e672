import { Badge } from '#components/ui/badge.tsx';
import type { PatternAction, PatternState } from '#lib/dlp/schema.ts';
import { ACTION_WORDS, STATE_WORDS } from './words.ts';

export function ActionBadge({ action }: { action: PatternAction }) {
  const { word, tone, icon } = ACTION_WORDS[action];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

export function StateBadge({ state }: { state: PatternState }) {
  const { word, tone, icon } = STATE_WORDS[state];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
