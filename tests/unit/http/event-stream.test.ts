import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eventStream, type Outlet } from '#lib/http/event-stream.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Opened = {
  outlet: Outlet;
  read: () => Promise<string | undefined>;
  cancel: () => Promise<void>;
  leave: () => void;
};

const open = (): Opened => {
  let outlet: Outlet | undefined;
  const leave = vi.fn<() => void>();
  const response = eventStream((given) => {
    outlet = given;
    return leave;
  });
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  if (!outlet || !reader) throw new Error('The stream did not start.');
  const read = async (): Promise<string | undefined> => {
    const { value } = await reader.read();
    return value && Buffer.from(value).toString();
  };
  return { outlet, read, cancel: () => reader.cancel(), leave };
};

it('tells how soon to come back, then messages with their id', async () => {
  const { outlet, read } = open();
  outlet.send({ type: 'event', data: { text: 'a\nb' }, id: 'x' });
  outlet.send({ type: 'rate', data: 1 });
  expect(await read()).toBe('retry: 2000\n\n');
  expect(await read()).toBe('event: event\nid: x\ndata: {"text":"a\\nb"}\n\n');
  expect(await read()).toBe('event: rate\ndata: 1\n\n');
});

it('beats every 15 seconds', async () => {
  const { read } = open();
  await read();
  vi.advanceTimersByTime(15_000);
  expect(await read()).toBe(': beat\n\n');
});

it('is not ready while the reader is behind', () => {
  const { outlet } = open();
  expect(outlet.isReady()).toBe(true);
  for (let i = 0; i < 10; i++) outlet.send({ type: 'event', data: 'x'.repeat(50_000) });
  expect(outlet.isReady()).toBe(false);
});

it('is left once when the reader goes away, and when it is closed', async () => {
  const gone = open();
  await gone.cancel();
  expect(gone.leave).toHaveBeenCalledOnce();
  gone.outlet.send({ type: 'event', data: 1 });

  const closed = open();
  closed.outlet.close();
  closed.outlet.close();
  expect(closed.leave).toHaveBeenCalledOnce();
  expect(closed.outlet.isReady()).toBe(false);
  await closed.read();
  expect(await closed.read()).toBeUndefined();
});

it('throws what the start throws, before anything is answered', () => {
  expect(() =>
    eventStream(() => {
      throw new Error('full');
    }),
  ).toThrow('full');
});
