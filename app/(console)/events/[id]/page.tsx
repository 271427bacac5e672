import { EventPage } from '#components/events/event-page.tsx';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Event' };

export default consolePage({
  path: '/events/[id]',
  permission: 'events:read',
  render: (_, { params }) => <EventPage id={params.id ?? ''} />,
});
