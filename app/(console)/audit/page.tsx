import { AuditPage } from '#components/audit/audit-page.tsx';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Audit log' };

export default consolePage({
  path: '/audit',
  permission: 'audit:read',
  render: () => <AuditPage />,
});
