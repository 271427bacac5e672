'use client';

import { Loaded } from '#components/record/loaded.tsx';
import { PageHeader } from '#components/shell/page-header.tsx';
import { DeliveryDetail } from './delivery-detail.tsx';
import { useDelivery } from './use-delivery.ts';

export type DeliveryPageProps = { id: string; mayWrite: boolean; mayReadEvents: boolean };

/** One delivery by its address. */
export function DeliveryPage({ id, mayWrite, mayReadEvents }: DeliveryPageProps) {
  const query = useDelivery(id);
  const { data } = query;
  return (
    <>
      <PageHeader title={data ? `${data.event?.name ?? 'Event'} to ${data.destination}` : 'Delivery'} />
      <Loaded query={query} what="The delivery could not be loaded">
        {(delivery) => (
          <DeliveryDetail
            delivery={delivery}
            heading="h2"
            mayWrite={mayWrite}
            mayReadEvents={mayReadEvents}
          />
        )}
      </Loaded>
    </>
  );
}
