'use client';

import { Fact } from '#components/ui/panel.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { SlackRemoval } from '#lib/slack/schema.ts';
import { ADAPTER_WORDS, reasonWords, visibleWords } from './slack-words.ts';

/** Before it is put back it is still hidden. */
export const shownState = ({ state, wanted }: SlackRemoval): string =>
  state === 'pending' && wanted === 'restore' ? 'returning' : state;

/** What became of a message, as rows of its facts. */
export function RemovalFacts({ removal }: { removal: SlackRemoval | null }) {
  if (removal === null) return <Fact name="In Slack">Left as it is</Fact>;
  return (
    <>
      <Fact name="In Slack">
        <StatusBadge kind="slack_removal" value={shownState(removal)} />
        {removal.reason ? <span className="text-ink-2">{reasonWords(removal.reason)}</span> : null}
      </Fact>
      {removal.adapter ? <Fact name="Adapter">{ADAPTER_WORDS[removal.adapter].name}</Fact> : null}
      {removal.state === 'pending' && removal.next_attempt_at ? (
        <Fact name="Next attempt">
          <Time at={removal.next_attempt_at} exact />
        </Fact>
      ) : null}
      <Fact name="Time visible">
        {removal.visible_ms === null ? (
          <span className="text-ink-3">Still to be read, as far as Slack has said</span>
        ) : (
          visibleWords(removal.visible_ms)
        )}
      </Fact>
    </>
  );
}

/** What was done, once Slack had confirmed it. */
export function ActionLog({ actions }: { actions: SlackRemoval['actions'] }) {
  if (actions.length === 0)
    return <p className="text-ink-3">Nothing was done yet that Slack has confirmed.</p>;
  return (
    <ul className="flex flex-col gap-1">
      {actions.map((action) => (
        <li key={`${action.at} ${action.detail}`} className="flex flex-wrap items-baseline gap-2">
          <span className="text-ink-3 text-xs">
            <Time at={action.at} exact />
          </span>
          <bdi>{action.detail}</bdi>
        </li>
      ))}
    </ul>
  );
}
