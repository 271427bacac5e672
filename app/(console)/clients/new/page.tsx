import { NewClientPage } from '#components/clients/new-client-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';
import { env } from '#lib/platform/env.ts';

export const metadata = { title: 'New client' };

export default consolePage({
  path: '/clients/new',
  permission: 'clients:read',
  render: (ctx) => (
    <NewClientPage
      mayWrite={holdsPermission(ctx.actor, 'clients:write')}
      publicUrl={env().PUBLIC_URL ?? null}
    />
  ),
});
