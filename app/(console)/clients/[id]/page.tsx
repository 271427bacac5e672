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
      publicUrl={env().PUBLIC_URL ?? null}
    />
  ),
});
