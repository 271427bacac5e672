'use client';

import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import type { Pattern } from '#lib/dlp/schema.ts';

/** Brings a deleted pattern back, switched off. */
export function RestoreButton({ pattern, denied }: { pattern: Pattern; denied: string | null }) {
  const refresh = useRefresh('/patterns');
  const [busy, setBusy] = useState(false);
  const restore = async () => {
    setBusy(true);
    try {
      await apiFetch(`/patterns/${pattern.id}/restore`, { method: 'POST' });
      notifyDone(`${pattern.name} is back, switched off`);
      await refresh();
    } catch (error) {
      notifyFailed(`${pattern.name} could not be brought back`, error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="sm" icon={RotateCcw} busy={busy} disabledReason={denied} onClick={() => void restore()}>
      Bring back
    </Button>
  );
}
