import type { ApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';

/** The figures below are those of the last answer. */
export function StaleNote({ error, onRetry }: { error: ApiProblem; onRetry: () => void }) {
  return (
    <p
      role="alert"
      className="flex items-center justify-between gap-2 rounded-control bg-block-soft px-3 py-1 text-block-text text-sm"
    >
      These figures are not up to date: {error.detail}
      <Button size="sm" variant="danger-quiet" onClick={onRetry}>
        Retry
      </Button>
    </p>
  );
}
