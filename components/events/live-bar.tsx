'use client';

import { ArrowUp, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { useZone } from '#components/ui/clock.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import { formatExact } from '#lib/format/format-time.ts';
import type { LiveMode } from './use-live-mode.ts';
import type { LiveStream } from './use-live-stream.ts';

export type LiveBarProps = {
  mode: LiveMode;
  stream: LiveStream;
  newCount: number;
  onShowNew: () => void;
};

function Gap({ before }: { before: string }) {
  const zone = useZone();
  const [seen, setSeen] = useState<string | null>(null);
  if (seen === before) return null;
  return (
    <span role="status" className="inline-flex items-center gap-1 text-redact-text">
      Away too long: live goes on from {formatExact(before, zone).slice(11, 19)}, the list shows what came
      before
      <IconButton size="sm" icon={X} label="Close this notice" onClick={() => setSeen(before)} />
    </span>
  );
}

function Rate({ oneIn }: { oneIn: number }) {
  return (
    <span role="status" className="text-redact-text">
      Showing 1 in {formatNumber(oneIn)}: more arrive than anybody can follow
    </span>
  );
}

/** What live mode has to say: new rows that wait, thinning, gaps, and why it rests. */
export function LiveBar({ mode, stream, newCount, onShowNew }: LiveBarProps) {
  if (!mode.isOn) return null;
  if (mode.isIdle) {
    return (
      <span role="status" className="inline-flex items-center gap-2">
        Live stopped after 10 minutes without a touch
        <Button size="sm" onClick={mode.wake}>
          Resume live
        </Button>
      </span>
    );
  }
  return (
    <>
      {stream.gapBefore ? <Gap before={stream.gapBefore} /> : null}
      {stream.oneIn > 1 ? <Rate oneIn={stream.oneIn} /> : null}
      {stream.state === 'refused' ? (
        <span role="status">The live stream cannot be had: the list is read every 5 s</span>
      ) : null}
      {newCount > 0 && mode.heldBecause ? (
        <>
          <span className="max-sm:sr-only">{mode.heldBecause}</span>
          <Button size="sm" variant="primary" icon={ArrowUp} className="rounded-full" onClick={onShowNew}>
            {stream.oneIn > 1 ? '≈ ' : ''}
            {formatNumber(newCount)} new
          </Button>
        </>
      ) : null}
    </>
  );
}
