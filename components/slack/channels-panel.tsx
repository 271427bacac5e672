'use client';

import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Time } from '#components/ui/time.tsx';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import { Switch } from '#components/ui/toggles.tsx';
import type { SlackChannel } from '#lib/slack/schema.ts';

function Channel({ channel, denied }: { channel: SlackChannel; denied: string | null }) {
  const refresh = useRefresh('/slack');
  const name = channel.name ?? channel.channel_id;
  const turn = async (enabled: boolean) => {
    try {
      await apiFetch(`/slack/channels/${channel.id}`, { method: 'PATCH', body: { enabled } });
      notifyDone(enabled ? `${name} is looked into` : `${name} is left alone from now on`);
    } catch (error) {
      notifyFailed(`${name} stays as it was`, error);
    }
    await refresh();
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-2 first:border-t-0">
      <span className="flex min-w-0 flex-col">
        <bdi className="font-medium text-ink">{channel.name ? `#${name}` : name}</bdi>
        <span className="text-ink-3 text-xs">
          {channel.channel_id} · latest message <Time at={channel.last_message_at} />
        </span>
      </span>
      <Switch
        label={`Look into ${name}`}
        labelHidden
        checked={channel.enabled}
        disabledReason={denied}
        onChange={(next) => void turn(next)}
      />
    </li>
  );
}

/** The channels that messages came from, each of which can be left alone. */
export function ChannelsPanel({ denied }: { denied: string | null }) {
  const query = useRecord<{ items: SlackChannel[] }>('/slack', '/channels');
  return (
    <Loaded query={query} what="The channels could not be loaded">
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-ink-3">
            No channel yet. Invite the bot to one (/invite @The Eye): it is listed with the first message.
          </p>
        ) : (
          <>
            <p className="mb-3 max-w-prose text-ink-2">
              Messages of a channel that is switched off are neither kept nor looked into.
            </p>
            <ul className="max-w-form rounded-panel border bg-panel">
              {items.map((channel) => (
                <Channel key={channel.id} channel={channel} denied={denied} />
              ))}
            </ul>
          </>
        )
      }
    </Loaded>
  );
}
