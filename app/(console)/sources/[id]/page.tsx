import { SourcePage } from '#components/sources/source-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';
import { env } from '#lib/platform/env.ts';

export const metadata = { title: 'Source' };

export default consolePage({
  path: '/sources/[id]',
  permission: 'sources:read',
  render: (ctx, { params }) => (
    <SourcePage
      id={params.id ?? ''}
      mayWrite={holdsPermission(ctx.actor, 'sources:write')}
      mayReadEvents={holdsPermission(ctx.actor, 'events:read')}
      publicUrl={env().PUBLIC_URL ?? null}
    />
  ),
});
