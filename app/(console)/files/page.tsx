import { FilesPage } from '#components/files/files-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Files' };

export default consolePage({
  path: '/files',
  permission: 'files:read',
  render: ({ actor }) => (
    <FilesPage
      mayWrite={holdsPermission(actor, 'files:write')}
      maySettle={holdsPermission(actor, 'patterns:write')}
    />
  ),
});
