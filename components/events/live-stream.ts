import type { LiveMessage } from '#lib/events/live/schema.ts';
import { sseParser } from './sse-parser.ts';

/** `refused`: the stream cannot be had for now; `over`: nor will it be, whoever asks again. */
export type StreamState = 'connecting' | 'open' | 'refused' | 'over';

export type StreamEars = {
  onState: (state: StreamState) => void;
  onMessage: (message: LiveMessage) => void;
  /** Where to go on after a break, and what to remember for it. */
  lastEventId: () => string | null;
  onEventId: (id: string) => void;
};

const RETRY_MS = 2_000;
const REFUSED_RETRY_MS = 15_000;
/** The server says something every 15 s, be it nothing. */
const SILENT_MS = 40_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Aborts with its parent, or when it is not touched for too long. */
function watchdog(parent: AbortSignal): { signal: AbortSignal; touch: () => void; stop: () => void } {
  const own = new AbortController();
  const end = () => own.abort();
  parent.addEventListener('abort', end);
  let timer = setTimeout(end, SILENT_MS);
  return {
    signal: own.signal,
    touch: () => {
      clearTimeout(timer);
      timer = setTimeout(end, SILENT_MS);
    },
    stop: () => {
      clearTimeout(timer);
      parent.removeEventListener('abort', end);
    },
  };
}

async function readAll(response: Response, ears: StreamEars, touch: () => void): Promise<StreamState> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const parse = sseParser();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return 'connecting';
    touch();
    for (const { type, id, data } of parse(value)) {
      const message = { type, data: JSON.parse(data) } as LiveMessage;
      if (id) ears.onEventId(id);
      if (message.type === 'end' && message.data.reason === 'not_allowed') return 'over';
      ears.onMessage(message);
    }
  }
}

async function readOnce(address: string, ears: StreamEars, parent: AbortSignal): Promise<StreamState> {
  const { signal, touch, stop } = watchdog(parent);
  const lastEventId = ears.lastEventId();
  try {
    const response = await fetch(address, {
      headers: { accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
      credentials: 'same-origin',
      cache: 'no-store',
      signal,
    });
    if (!response.ok) return response.status >= 500 || response.status === 429 ? 'refused' : 'over';
    ears.onState('open');
    return await readAll(response, ears, touch);
  } catch {
    // Whatever cut the stream, the way on is the same: come back.
    return 'connecting';
  } finally {
    stop();
  }
}

/** Follows the live stream until the signal says to stop, coming back after every break to where it was. */
export async function followStream(address: string, ears: StreamEars, signal: AbortSignal): Promise<void> {
  let breaks = 0;
  const heard: StreamEars = {
    ...ears,
    onState: (state) => {
      if (state === 'open') breaks = 0;
      ears.onState(state);
    },
  };
  ears.onState('connecting');
  while (!signal.aborted) {
    const outcome = await readOnce(address, heard, signal);
    if (signal.aborted) return;
    breaks += 1;
    // A stream that breaks as soon as it is had is as good as none.
    const state = outcome === 'connecting' && breaks > 2 ? 'refused' : outcome;
    ears.onState(state);
    if (state === 'over') return;
    await pause(state === 'refused' ? REFUSED_RETRY_MS : RETRY_MS, signal);
  }
}
