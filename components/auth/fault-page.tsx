'use client';

import { RotateCw } from 'lucide-react';
import { useRetryWhileAway } from '#components/shell/use-retry-while-away.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Id } from '#components/ui/id.tsx';
import { OuterPage } from './outer-page.tsx';

/** A page that could not be drawn; the digest finds the cause in the server's log. */
export function FaultPage({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  const isAway = useRetryWhileAway(digest, onRetry);
  if (isAway) {
    return (
      <OuterPage title="The database cannot be reached">
        <p className="text-ink-2">
          Nothing was changed, and what was accepted is safe. This page tries again every 5 seconds by itself.
        </p>
        <Button variant="primary" icon={RotateCw} onClick={onRetry}>
          Try again now
        </Button>
      </OuterPage>
    );
  }
  return (
    <OuterPage title="This page could not be shown">
      <p className="text-ink-2">
        Nothing was changed by it. Try again; if it stays, give the reference to whoever runs this
        installation.
      </p>
      {digest ? (
        <p className="flex items-center gap-1 text-ink-3 text-sm">
          Reference <Id id={digest} of="reference" full />
        </p>
      ) : null}
      <div className="flex gap-2">
        <Button variant="primary" icon={RotateCw} onClick={onRetry}>
          Try again
        </Button>
        <ButtonLink href="/">Open the overview</ButtonLink>
      </div>
    </OuterPage>
  );
}
