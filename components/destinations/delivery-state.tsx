'use client';

import { useMutation } from '@tanstack/react-query';
import { CirclePause, CirclePlay } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Countdown, Time } from '#components/ui/time.tsx';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import type { Destination, DestinationWithHealth } from '#lib/dispatch/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { deliveryStateOf } from './delivery-state-of.ts';
import { backlogText, KindBadge, losing } from './destination-cells.tsx';

type StateProps = { destination: DestinationWithHealth };

/** "What waits (40 deliveries)" */
const waiting = ({ health: { backlog } }: DestinationWithHealth): string =>
  `What waits (${backlogText(backlog)} ${backlog === 1 ? 'delivery' : 'deliveries'})`;

function Disabled({ destination }: StateProps) {
  const { disabled_at: at, disabled_reason: reason } = destination;
  if (reason === null) {
    return (
      <>
        {at ? (
          <>
            Disabled <Time at={at} />.{' '}
          </>
        ) : null}
        Nothing is kept for it. Enabled again, it takes events from then on.
      </>
    );
  }
  return (
    <>
      Disabled by The Eye {at ? <Time at={at} /> : null}: {reason} What waited for it is on the dead shelf,
      and nothing new is kept for it. Once its receiver is well, test it below and enable it again.
    </>
  );
}

function Open({ destination }: StateProps) {
  const { opened_at, next_probe_at, failed_half_opens: failed } = destination.health.breaker;
  return (
    <>
      Most of its calls failed, so it was left alone {opened_at ? <Time at={opened_at} /> : null}.{' '}
      {waiting(destination)} uses up no attempts meanwhile. A single one is tried{' '}
      {next_probe_at ? <Countdown to={next_probe_at} over="now" /> : 'now'}; three good tries let all go on.{' '}
      {failed > 0
        ? `${formatCount(failed, 'try has', 'tries have')} failed; after ten it is disabled.`
        : null}
    </>
  );
}

function Paused({ destination }: StateProps) {
  return (
    <>
      Paused {destination.paused_at ? <Time at={destination.paused_at} /> : null}: nothing is sent.{' '}
      {waiting(destination)} and all that comes is kept until it is resumed.
    </>
  );
}

function sentence(destination: DestinationWithHealth): ReactNode {
  switch (deliveryStateOf(destination)) {
    case 'disabled':
      return <Disabled destination={destination} />;
    case 'paused':
      return <Paused destination={destination} />;
    case 'active':
      return 'Deliveries are sent as events come.';
    default:
      return <Open destination={destination} />;
  }
}

const PAUSING =
  'Calls in flight end, nothing more is sent, and events that arrive are queued for it until you resume it. Nothing is lost; events that wait are kept beyond their retention.';

function PauseActions({ destination, denied }: StateProps & { denied: string | null }) {
  const refresh = useRefresh('/destinations');
  const [asking, setAsking] = useState(false);
  const state = deliveryStateOf(destination);
  const { id, name } = destination;
  const act = async (verb: 'pause' | 'resume') => {
    await apiFetch<Destination>(`/destinations/${id}/${verb}`, { method: 'POST' });
    notifyDone(`${name} ${verb === 'pause' ? 'paused' : 'resumed'}`);
    await refresh();
  };
  const resume = useMutation({
    mutationFn: () => act('resume'),
    onError: (error) => notifyFailed(`${name} could not be resumed`, error),
  });
  if (state === 'disabled') return null;
  return (
    <div className="flex flex-wrap gap-2">
      {state === 'active' ? null : (
        <Button
          size="sm"
          icon={CirclePlay}
          busy={resume.isPending}
          disabledReason={denied}
          onClick={() => resume.mutate()}
        >
          {state === 'paused' ? 'Resume deliveries' : 'Send again now'}
        </Button>
      )}
      {state === 'paused' ? null : (
        <Button size="sm" icon={CirclePause} disabledReason={denied} onClick={() => setAsking(true)}>
          Pause deliveries
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Pause ${name}`}
        consequences={PAUSING}
        action="Pause deliveries"
        danger={false}
        onConfirm={() => act('pause')}
      />
    </div>
  );
}

/** Whether it is sent to, why not, and what can be done about it. */
export function DeliveryState({ destination, denied }: StateProps & { denied: string | null }) {
  return (
    <Panel title="State" actions={<StatusBadge kind="destination" value={deliveryStateOf(destination)} />}>
      <div className="flex flex-col gap-3">
        <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">{sentence(destination)}</p>
        <PauseActions destination={destination} denied={denied} />
        <EnabledSwitch
          base="/destinations"
          thing={destination}
          enabled={destination.enabled}
          denied={denied}
          loses={losing(destination)}
          label={destination.enabled ? 'Enabled' : 'Disabled'}
          hint={
            destination.enabled
              ? 'Off, what waits is discarded and nothing new is kept for it. To keep it waiting, pause instead.'
              : 'On, it takes events from then on.'
          }
        />
        <p className="flex flex-wrap items-center gap-2 text-ink-3 text-xs">
          <KindBadge kind={destination.kind} />
          <span>
            Version {destination.version}, saved <Time at={destination.updated_at} />
          </span>
        </p>
      </div>
    </Panel>
  );
}
