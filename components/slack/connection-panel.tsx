'use client';

import { NewLink } from '#components/record/new-link.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Fact, Facts, Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { formatCount } from '#lib/format/format-number.ts';
import type { SlackWorkspace, TimeVisible } from '#lib/slack/schema.ts';
import { ADAPTER_WORDS, visibleWords } from './slack-words.ts';

/** Which workspace is looked after, and what can be done there. */
export function ConnectionPanel({
  workspace,
  visible,
  denied,
}: {
  workspace: SlackWorkspace;
  visible: TimeVisible | null;
  denied: string | null;
}) {
  const { name, can, cannot } = ADAPTER_WORDS[workspace.adapter];
  return (
    <Panel
      title={<bdi>{workspace.name}</bdi>}
      actions={
        <NewLink href="/slack/connection" variant="secondary" denied={denied}>
          Change connection
        </NewLink>
      }
    >
      <Facts>
        <Fact name="Adapter">
          <Badge tone={workspace.adapter === 'bot' ? 'redact' : 'pass'}>{name}</Badge>
        </Fact>
        <Fact name="What it does">{can}</Fact>
        <Fact name="What it cannot">{cannot}</Fact>
        <Fact name="Latest event">
          <Time
            at={workspace.last_event_at}
            never="none yet: is the app installed, and the bot in a channel?"
          />
        </Fact>
        {visible ? (
          <Fact name="Time visible">
            {visibleWords(visible.median_ms)} in the median, {visibleWords(visible.p95_ms)} for 95 % of{' '}
            {formatCount(visible.messages, 'message')} taken away in the last 30 days
          </Fact>
        ) : null}
        {workspace.rate_limited_at ? (
          <Fact name="Held back">
            Slack held events back <Time at={workspace.rate_limited_at} />
          </Fact>
        ) : null}
      </Facts>
    </Panel>
  );
}
