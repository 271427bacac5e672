'use client';

import { MessagesSquare } from 'lucide-react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { Column } from '#components/data-table/table-model.ts';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { RowTime } from '#components/events/row-time.tsx';
import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { NewLink } from '#components/record/new-link.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { statusWord } from '#components/ui/status-words.ts';
import { Tabs } from '#components/ui/tabs.tsx';
import { SLACK_MESSAGE_STATES, type SlackConnection, type SlackMessage } from '#lib/slack/schema.ts';
import { ChannelsPanel } from './channels-panel.tsx';
import { ConnectionPanel } from './connection-panel.tsx';
import { channelWords, MessageDrawer } from './message-drawer.tsx';
import { shownState } from './removal-facts.tsx';
import { visibleWords } from './slack-words.ts';

const REFRESH_MS = 3_000;
const FILTERS: readonly FilterSpec[] = [
  { key: 'q', label: 'Masked text', kind: 'text' },
  {
    key: 'state',
    label: 'State',
    kind: 'select',
    options: [
      ...SLACK_MESSAGE_STATES.map((value) => ({ value, label: statusWord('slack_message', value).word })),
      { value: 'any', label: 'Any, clean ones too' },
    ],
  },
  { key: 'channel', label: 'Channel id', kind: 'text' },
  { key: 'user', label: 'Author id', kind: 'text' },
];
const rowId = (message: SlackMessage) => message.id;

const COLUMNS: readonly Column<SlackMessage>[] = [
  {
    id: 'time',
    header: 'Received',
    width: 'w-24',
    cell: (message) => <RowTime at={message.received_at} name={`a message in ${channelWords(message)}`} />,
  },
  { id: 'channel', header: 'Channel', cell: (message) => <bdi>{channelWords(message)}</bdi> },
  { id: 'user', header: 'Author', cell: (message) => <bdi>{message.user_id ?? 'an integration'}</bdi> },
  {
    id: 'text',
    header: 'Masked text',
    cell: (message) =>
      message.masked_text === null ? (
        <span className="text-ink-3">Not shown</span>
      ) : (
        <bdi className="line-clamp-1 text-ink">{message.masked_text}</bdi>
      ),
  },
  {
    id: 'state',
    header: 'State',
    cell: (message) => <StatusBadge kind="slack_message" value={message.state} />,
  },
  {
    id: 'removal',
    header: 'In Slack',
    cell: (message) =>
      message.removal ? <StatusBadge kind="slack_removal" value={shownState(message.removal)} /> : null,
    definition: 'Blocked is said once Slack has confirmed it.',
  },
  {
    id: 'visible',
    header: 'Visible for',
    align: 'right',
    cell: ({ removal }) =>
      removal?.visible_ms == null ? null : (
        <span className="figures">{visibleWords(removal.visible_ms)}</span>
      ),
    definition: 'From when it was sent until Slack had confirmed that nobody can read it.',
  },
];

function Messages({ denied }: { denied: string | null }) {
  const list = useList<SlackMessage>('/slack/messages', { filters: FILTERS, refetchIntervalMs: REFRESH_MS });
  const neighbours = useNeighbours(list, rowId);
  const { open, setOpen } = list.state;
  return (
    <>
      <DataTable
        id="slack-messages"
        what="messages"
        noun="message"
        columns={COLUMNS}
        list={list}
        rowId={rowId}
        empty={{
          icon: MessagesSquare,
          sentence:
            'Nothing was caught in a message yet. Messages in which nothing is found are not listed; what they say is kept for ten minutes, encrypted.',
        }}
      />
      <MessageDrawer id={open} denied={denied} onClose={() => setOpen(null)} {...neighbours} />
    </>
  );
}

/** The Slack workspace: what can be done there, what was caught, and which channels are looked into. */
export function SlackPage({ mayWrite }: { mayWrite: boolean }) {
  const query = useRecord<SlackConnection>('/slack', '/workspace', { refetchIntervalMs: 10_000 });
  const denied = denial(mayWrite, 'slack:write');
  return (
    <div className="flex flex-col gap-4">
      <PageHeader />
      <Loaded query={query} what="The connection could not be loaded">
        {({ workspace, time_visible: visible }) => (
          <>
            {workspace ? (
              <ConnectionPanel workspace={workspace} visible={visible} denied={denied} />
            ) : (
              <EmptyState
                icon={MessagesSquare}
                sentence="No Slack workspace is connected. Once one is, its messages and files are looked into, and those that leak are taken away or their authors asked to."
                action={
                  <NewLink href="/slack/connection" denied={denied}>
                    Connect workspace
                  </NewLink>
                }
              />
            )}
            <Tabs
              label="What of Slack"
              tabs={[
                { value: 'messages', label: 'Messages', content: <Messages denied={denied} /> },
                { value: 'channels', label: 'Channels', content: <ChannelsPanel denied={denied} /> },
              ]}
            />
          </>
        )}
      </Loaded>
    </div>
  );
}
