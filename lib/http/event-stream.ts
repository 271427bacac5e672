const HEARTBEAT_MS = 15_000;
const BUFFER_BYTES = 64 * 1024;
const RETRY_MS = 2_000;

export type Outlet = {
  /** False while the reader is behind with what it was sent. */
  isReady: () => boolean;
  send: (message: { type: string; data: unknown; id?: string }) => void;
  close: () => void;
};

/**
 * A response of server-sent events. `start` gets the outlet and answers what to do when the reader leaves;
 * what it throws is thrown here, before anything was answered.
 */
export function eventStream(start: (outlet: Outlet) => () => void): Response {
  const encoder = new TextEncoder();
  let leave = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  let open = true;
  const stop = (): void => {
    open = false;
    clearInterval(timer);
    leave();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string): void => {
          if (open) controller.enqueue(encoder.encode(text));
        };
        write(`retry: ${RETRY_MS}\n\n`);
        leave = start({
          isReady: () => open && (controller.desiredSize ?? 0) > 0,
          send: ({ type, data, id }) =>
            write(
              `event: ${type}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`,
            ),
          close: () => {
            if (!open) return;
            controller.close();
            stop();
          },
        });
        // Proxies cut what is silent; a reader that does not read needs no more of it.
        timer = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) write(': beat\n\n');
        }, HEARTBEAT_MS).unref();
      },
      cancel: stop,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
