import { EventsPage } from '#components/events/events-page.tsx';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Events' };

export default consolePage({ path: '/events', permission: 'events:read', render: () => <EventsPage /> });
