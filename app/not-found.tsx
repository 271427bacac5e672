import { OuterPage } from '#components/auth/outer-page.tsx';
import { ButtonLink } from '#components/ui/button.tsx';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <OuterPage title="There is no such page">
      <p className="text-ink-2">The address may be mistyped, or what it named was removed.</p>
      <ButtonLink href="/" variant="primary">
        Open the overview
      </ButtonLink>
    </OuterPage>
  );
}
