import { EventPage } from '#components/events/event-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Event' };

export default consolePage({
  path: '/events/[id]',
  permission: 'events:read',
  render: ({ actor }, { params }) => (
    <EventPage id={params.id ?? ''} mayRedo={holdsPermission(actor, 'deliveries:write')} />
  ),
});
