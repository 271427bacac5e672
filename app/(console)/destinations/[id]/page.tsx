import { DestinationPage } from '#components/destinations/destination-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { DEFAULT_RETRY_PLAN_MS } from '#lib/dispatch/backoff.ts';
import { choosingRights } from '#lib/dispatch/choosing/choosing-rights.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Destination' };

export default consolePage({
  path: '/destinations/[id]',
  permission: 'destinations:read',
  render: (ctx, { params }) => (
    <DestinationPage
      id={params.id ?? ''}
      mayWrite={holdsPermission(ctx.actor, 'destinations:write')}
      defaultPlan={DEFAULT_RETRY_PLAN_MS}
      rights={choosingRights(ctx.actor)}
    />
  ),
});
