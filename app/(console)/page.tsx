import { OverviewPage } from '#components/overview/overview-page.tsx';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Overview' };

export default consolePage({ path: '/', permission: 'events:read', render: () => <OverviewPage /> });
