import { BulkOperationsPage } from '#components/bulk-operations/bulk-operations-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Bulk operations' };

export default consolePage({
  path: '/bulk_operations',
  permission: 'deliveries:read',
  render: ({ actor }) => <BulkOperationsPage mayWrite={holdsPermission(actor, 'deliveries:write')} />,
});
