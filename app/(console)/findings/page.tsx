import { FindingsPage } from '#components/findings/findings-page.tsx';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Findings' };

export default consolePage({
  path: '/findings',
  permission: 'findings:read',
  render: () => <FindingsPage />,
});
