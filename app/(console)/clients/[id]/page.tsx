import { ClientPage } from '#components/clients/client-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';
import { env } from '#lib/platform/env.ts';

export const metadata = { title: 'Client' };

export default consolePage({
  path: '/clients/[id]',
  permission: 'clients:read',
  render: (ctx, { params }) => (
    <ClientPage
      id={params.id ?? ''}
      mayWrite={holdsPermission(ctx.actor, 'clients:write')}
      mayReadEvents={holdsPermission(ctx.actor, 'events:read')}
      publicUrl={env().PUBLIC_URL ?? null}
    />
  ),
});
