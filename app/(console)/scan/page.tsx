import { ScanPage } from '#components/scan/scan-page.tsx';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Scan' };

export default consolePage({
  path: '/scan',
  permission: 'patterns:read',
  render: () => <ScanPage />,
});
