import { ExportsPage } from '#components/exports/exports-page.tsx';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Exports' };

export default consolePage({
  path: '/exports',
  permission: 'events:export',
  render: () => <ExportsPage />,
});
