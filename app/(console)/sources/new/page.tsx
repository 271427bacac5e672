import { NewSourcePage } from '#components/sources/new-source-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';
import { env } from '#lib/platform/env.ts';

export const metadata = { title: 'New source' };

export default consolePage({
  path: '/sources/new',
  permission: 'sources:read',
  render: (ctx) => (
    <NewSourcePage
      mayWrite={holdsPermission(ctx.actor, 'sources:write')}
      publicUrl={env().PUBLIC_URL ?? null}
    />
  ),
});
