import { EventsPage } from '#components/events/events-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Events' };

export default consolePage({
  path: '/events',
  permission: 'events:read',
  render: ({ actor }) => (
    <EventsPage
      mayListClients={holdsPermission(actor, 'clients:read')}
      mayListSources={holdsPermission(actor, 'sources:read')}
      mayExport={holdsPermission(actor, 'events:export')}
      mayRedo={holdsPermission(actor, 'deliveries:write')}
      mayShareViews={holdsPermission(actor, 'event_views:share')}
    />
  ),
});
