'use client';

import { Maximize2 } from 'lucide-react';
import Link from 'next/link';
import { Loaded } from '#components/record/loaded.tsx';
import { buttonClass } from '#components/ui/button-class.ts';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { Id } from '#components/ui/id.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { DeliveryDetail } from './delivery-detail.tsx';
import { useDelivery } from './use-delivery.ts';

export type DeliveryDrawerProps = DrawerFrame & {
  /** Null: closed. */
  id: string | null;
  mayWrite: boolean;
  mayReadEvents: boolean;
};

function OpenDelivery({ id, mayWrite, mayReadEvents, ...frame }: DeliveryDrawerProps & { id: string }) {
  const query = useDelivery(id);
  const delivery = query.data;
  return (
    <Drawer
      open
      {...frame}
      title={
        delivery ? <bdi>{`${delivery.event?.name ?? 'Event'} to ${delivery.destination}`}</bdi> : 'Delivery'
      }
      subtitle={<Id id={id} of="delivery id" />}
      actions={
        <Tooltip content="Open as a page">
          <Link
            href={`/deliveries/${encodeURIComponent(id)}`}
            aria-label="Open as a page"
            className={buttonClass('ghost', { square: true })}
          >
            <Maximize2 size={16} aria-hidden />
          </Link>
        </Tooltip>
      }
    >
      <Loaded
        query={query}
        what="The delivery could not be loaded"
        skeleton={<Skeleton className="h-64 w-full" />}
      >
        {(loaded) => (
          <DeliveryDetail
            key={id}
            delivery={loaded}
            heading="h3"
            mayWrite={mayWrite}
            mayReadEvents={mayReadEvents}
          />
        )}
      </Loaded>
    </Drawer>
  );
}

/** The row that is open in the list, beside it. */
export function DeliveryDrawer({ id, ...rest }: DeliveryDrawerProps) {
  return id === null ? null : <OpenDelivery id={id} {...rest} />;
}
