import { DocsPage } from '#components/docs/docs-page.tsx';

export const metadata = { title: 'API' };

export default function Page() {
  return <DocsPage />;
}
