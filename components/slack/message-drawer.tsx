'use client';

import Link from 'next/link';
import { useState } from 'react';
import { EventSection } from '#components/events/event-section.tsx';
import { ActionBadge } from '#components/findings/action-badge.tsx';
import { Confidence } from '#components/findings/confidence.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import type { FindingPlace } from '#lib/findings/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import type { SharedFile, SlackMessage } from '#lib/slack/schema.ts';
import { ActionLog, RemovalFacts } from './removal-facts.tsx';
import { reasonWords } from './slack-words.ts';

type DescribedMessage = SlackMessage & { files: SharedFile[]; findings: FindingPlace[] };

export const channelWords = ({ channel, channel_id }: SlackMessage): string =>
  channel === null || channel === channel_id ? channel_id : `#${channel}`;

function Text({ message }: { message: SlackMessage }) {
  if (message.masked_text !== null) {
    return (
      <p className="whitespace-pre-wrap rounded-panel bg-sunken px-3 py-2 text-ink [overflow-wrap:anywhere]">
        <bdi>{message.masked_text}</bdi>
      </p>
    );
  }
  return (
    <p className="text-ink-3">
      {message.state === 'leaking'
        ? 'Not shown: what was caught stands across its formatting, a link, an attachment or another message.'
        : 'Of a message in which nothing was caught nothing is shown.'}
    </p>
  );
}

function Found({ findings }: { findings: readonly FindingPlace[] }) {
  if (findings.length === 0) return <p className="text-ink-3">Nothing was found in it.</p>;
  return (
    <ul className="flex flex-col gap-3">
      {findings.map((place) => (
        <li key={place.place_id} className="flex min-w-0 flex-col gap-1">
          <span className="flex flex-wrap items-center gap-2">
            <Link
              href={`/findings?open=${place.id}`}
              prefetch={false}
              className="rounded-badge font-medium text-accent-text hover:underline"
            >
              {place.pattern}
            </Link>
            <bdi className="font-mono text-xs">{place.masked}</bdi>
            <ActionBadge action={place.action} inSlack />
            <Confidence value={place.confidence} />
          </span>
          <bdi className="font-mono text-ink-2 text-xs [overflow-wrap:anywhere]">{place.path}</bdi>
        </li>
      ))}
    </ul>
  );
}

const FILE_WORDS: Readonly<Record<SharedFile['state'], string>> = {
  waiting: 'being fetched from Slack',
  fetched: 'looked into',
  unavailable: 'not looked into',
};

function Files({ files }: { files: readonly SharedFile[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {files.map(({ id, state, reason }, index) => (
        <li key={id} className="flex flex-wrap items-baseline gap-2">
          {state === 'fetched' ? (
            <Link
              href={`/files?open=${id}`}
              prefetch={false}
              className="rounded-badge font-medium text-accent-text hover:underline"
            >
              File {index + 1}
            </Link>
          ) : (
            <span className="font-medium">File {index + 1}</span>
          )}
          <span className="text-ink-2">
            {FILE_WORDS[state]}
            {reason ? `: ${reasonWords(reason)}` : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}

const whichWords = ({ ts, in_thread, edited }: SlackMessage): string => {
  if (ts === '') return 'by a job of the queue, which names no message that could be removed';
  return [in_thread ? 'in a thread' : 'in the channel', edited ? 'as edited' : 'as written'].join(', ');
};

/** Another token may be able to what the last one was not. */
function TryAgain({ message, denied }: { message: SlackMessage; denied: string | null }) {
  const refresh = useRefresh('/slack/messages');
  const [busy, setBusy] = useState(false);
  if (!['failed', 'not_possible', 'asked'].includes(message.removal?.state ?? '')) return null;
  const retry = async () => {
    setBusy(true);
    try {
      await apiFetch(`/slack/messages/${message.id}/removal`, { method: 'POST' });
      notifyDone('It is tried again');
    } catch (error) {
      notifyFailed('It is not tried again', error);
    }
    await refresh();
    setBusy(false);
  };
  return (
    <Button className="self-start" busy={busy} disabledReason={denied} onClick={() => void retry()}>
      Try again to remove it
    </Button>
  );
}

function Details({ message, denied }: { message: DescribedMessage; denied: string | null }) {
  return (
    <div className="flex flex-col gap-6">
      <EventSection as="h3" title="Text">
        <Text message={message} />
      </EventSection>
      <EventSection as="h3" title="Findings" note={formatCount(message.findings.length, 'place')}>
        <Found findings={message.findings} />
      </EventSection>
      {message.files.length > 0 ? (
        <EventSection as="h3" title="Files" note="What was found in them stands there">
          <Files files={message.files} />
        </EventSection>
      ) : null}
      <EventSection as="h3" title="Facts">
        <Facts>
          <RemovalFacts removal={message.removal} />
          <Fact name="Channel">
            <bdi>{channelWords(message)}</bdi>
          </Fact>
          <Fact name="Author">
            {message.user_id ? (
              <bdi>{message.user_id}</bdi>
            ) : (
              <span className="text-ink-3">An integration</span>
            )}
          </Fact>
          <Fact name="Sent">
            <Time at={message.sent_at} exact />
          </Fact>
          <Fact name="Received">
            <Time at={message.received_at} exact />
          </Fact>
          <Fact name="Which">{whichWords(message)}</Fact>
        </Facts>
      </EventSection>
      {message.removal ? (
        <EventSection as="h3" title="What was done">
          <ActionLog actions={message.removal.actions} />
        </EventSection>
      ) : null}
      <TryAgain message={message} denied={denied} />
    </div>
  );
}

type DrawerProps<Id> = DrawerFrame & { id: Id; denied: string | null };

function OpenMessage({ id, denied, ...frame }: DrawerProps<string>) {
  const query = useRecord<DescribedMessage>('/slack/messages', `/${id}`, { refetchIntervalMs: 2_000 });
  return (
    <Drawer
      open
      {...frame}
      title={<bdi>{query.data ? `Message in ${channelWords(query.data)}` : 'Message'}</bdi>}
      subtitle={query.data ? <StatusBadge kind="slack_message" value={query.data.state} /> : null}
    >
      <Loaded query={query} what="The message could not be loaded">
        {(message) => <Details key={id} message={message} denied={denied} />}
      </Loaded>
    </Drawer>
  );
}

/** One message beside the list: what was found in it, and what became of it in Slack. */
export function MessageDrawer({ id, ...rest }: DrawerProps<string | null>) {
  return id === null ? null : <OpenMessage id={id} {...rest} />;
}
