'use client';

import { useEffect, useRef, useState } from 'react';
import type { LiveMessage } from '#lib/events/live/schema.ts';
import { type Arrived, addArrived } from './live-rows.ts';
import { followStream, type StreamState } from './live-stream.ts';

export type LiveStream = {
  state: StreamState;
  /** Since the filter was chosen. */
  arrived: readonly Arrived[];
  /** One matching event in so many is shown. */
  oneIn: number;
  /** Before this moment events were passed over. */
  gapBefore: string | null;
};

type Heard = LiveStream & { address: string };

const NONE: readonly Arrived[] = [];
const nothing = (address: string): Heard => ({
  address,
  state: 'connecting',
  arrived: NONE,
  oneIn: 1,
  gapBefore: null,
});

function hear(heard: Heard, message: LiveMessage): Heard {
  if (message.type === 'event') {
    const arrived = addArrived(heard.arrived, [{ event: message.data, weight: heard.oneIn }]);
    return { ...heard, arrived };
  }
  if (message.type === 'rate') return { ...heard, oneIn: message.data.one_in };
  return message.type === 'gap' ? { ...heard, gapBefore: message.data.from } : heard;
}

/** What the live stream tells of a filter while `isOn`; after a break or a rest it goes on where it was. */
export function useLiveStream(query: string, isOn: boolean): LiveStream {
  const address = `/api/v1/events/live?${query}`;
  const [heard, setHeard] = useState<Heard>(() => nothing(address));
  const lastEvent = useRef<{ address: string; id: string } | null>(null);
  useEffect(() => {
    if (!isOn) return;
    const stop = new AbortController();
    const change = (edit: (now: Heard) => Heard) => {
      if (stop.signal.aborted) return;
      setHeard((now) => edit(now.address === address ? now : nothing(address)));
    };
    void followStream(
      address,
      {
        onState: (state) => change((now) => (now.state === state ? now : { ...now, state })),
        onMessage: (message) => change((now) => hear(now, message)),
        lastEventId: () => (lastEvent.current?.address === address ? lastEvent.current.id : null),
        onEventId: (id) => {
          lastEvent.current = { address, id };
        },
      },
      stop.signal,
    );
    return () => stop.abort();
  }, [address, isOn]);
  return heard.address === address ? heard : nothing(address);
}
