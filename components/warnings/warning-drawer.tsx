'use client';

import { KeyRound, ListTree } from 'lucide-react';
import { ButtonLink } from '#components/ui/button.tsx';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Id } from '#components/ui/id.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import { formatCount } from '#lib/format/format-number.ts';
import type { Warning } from '#lib/warnings/schema.ts';
import { clientNameOf, Sample } from './warning-columns.tsx';

const AROUND_MS = 5 * 60_000;

/** The client's events from five minutes before to five minutes after. */
function eventsHref({ client_id, first_at, last_at }: Warning): string {
  const from = new Date(Date.parse(first_at) - AROUND_MS).toISOString();
  const to = new Date(Date.parse(last_at) + AROUND_MS).toISOString();
  return `/events?${new URLSearchParams({ client: client_id, from, to })}`;
}

function Body({ warning, mayOpenClient }: { warning: Warning; mayOpenClient: boolean }) {
  return (
    <div className="flex flex-col gap-6">
      <div className="rounded-panel border bg-sunken px-3 py-3">
        <p className="text-ink-3 text-xs">The last case: path and rule, nothing of the content</p>
        <p className="mt-1">
          <Sample text={warning.sample ?? 'It has no place in the body.'} />
        </p>
      </div>
      <Facts>
        <Fact name="Times">
          <span className="figures">{formatCount(warning.count, 'time')}</span>
          <span className="text-ink-3">within the minute</span>
        </Fact>
        <Fact name="First">
          <Time at={warning.first_at} exact />
        </Fact>
        <Fact name="Last">
          <Time at={warning.last_at} exact />
        </Fact>
        <Fact name="Client">{clientNameOf(warning)}</Fact>
        <Fact name="Client id">
          <Id id={warning.client_id} of="client id" full />
        </Fact>
        <Fact name="Reason">
          <code className="text-xs">{warning.reason}</code>
        </Fact>
      </Facts>
      <div className="flex flex-wrap gap-2">
        {mayOpenClient && warning.client_name !== null ? (
          <ButtonLink href={`/clients/${warning.client_id}`} icon={KeyRound}>
            Open the client
          </ButtonLink>
        ) : null}
        <ButtonLink href={eventsHref(warning)} icon={ListTree}>
          See its events around then
        </ButtonLink>
      </div>
    </div>
  );
}

export type WarningDrawerProps = DrawerFrame & {
  open: boolean;
  /** Undefined: it is not on this page of the list. */
  warning: Warning | undefined;
  isLoading: boolean;
  mayOpenClient: boolean;
};

/** One warning beside the list: how often, when, where in the body. */
export function WarningDrawer({ open, warning, isLoading, mayOpenClient, ...frame }: WarningDrawerProps) {
  return (
    <Drawer
      open={open}
      {...frame}
      title={warning?.description ?? 'Warning'}
      subtitle={
        warning ? (
          <>
            {clientNameOf(warning)}, <Time at={warning.last_at} />
          </>
        ) : null
      }
    >
      {warning ? (
        <Body warning={warning} mayOpenClient={mayOpenClient} />
      ) : isLoading ? (
        <Skeleton className="h-64 w-full" />
      ) : (
        <EmptyState sentence="This warning is not on this page of the list: other filters or newer ones moved it." />
      )}
    </Drawer>
  );
}
