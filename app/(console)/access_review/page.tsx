import { AccessReviewPage } from '#components/access-review/access-review-page.tsx';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Access review' };

export default consolePage({
  path: '/access_review',
  permission: 'users:read',
  render: () => <AccessReviewPage />,
});
