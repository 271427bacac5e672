'use client';

import { TriangleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import type { CurrentView } from './use-current-view.ts';

/** Says when the view in the address is gone, or keeps what the list no longer knows. */
export function ViewNotice({ current }: { current: CurrentView }) {
  const { saved, isLost } = current;
  const ignored = saved?.ignored.map(({ member }) => member) ?? [];
  if (!isLost && ignored.length === 0) return null;
  return (
    <div
      role="status"
      className="flex min-w-0 items-center gap-2 rounded-control bg-redact-soft px-2 py-1 text-redact-text text-sm"
    >
      <TriangleAlert size={16} aria-hidden className="shrink-0" />
      <p className="min-w-0 [overflow-wrap:anywhere]">
        {isLost
          ? 'The view of this link was deleted or is not shared with you. The filters of the link are shown.'
          : `Left out of ${saved?.name}, because the list no longer has it: ${ignored.join(', ')}.`}
      </p>
      {isLost ? (
        <Button size="sm" variant="ghost" onClick={() => current.name(null)}>
          Hide
        </Button>
      ) : null}
    </div>
  );
}
