import { describe, expect, it } from 'vitest';
import type { Link, OpenLink } from '#lib/dispatch/link.ts';
import { makeLinkPool } from '#lib/dispatch/link-pool.ts';
import { makeLinkSlot } from '#lib/dispatch/link-slot.ts';

type Known = Link & { isOver: boolean };

/** Opens links one after the other, and remembers them. */
const opener = (delayMs = 0): { open: OpenLink<Known>; made: Known[] } => {
  const made: Known[] = [];
  return {
    made,
    open: async () => {
      if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs));
      const link: Known = {
        isOver: false,
        isOpen: () => !link.isOver,
        close: async () => {
          link.isOver = true;
        },
      };
      made.push(link);
      return { kind: 'open', link };
    },
  };
};
const plenty = (): number => 5_000;

describe('the link of a destination', () => {
  it('is opened once for attempts of the same time and kept for the next', async () => {
    const slot = makeLinkSlot();
    const { open, made } = opener(10);
    const attempts = [slot.begin(plenty), slot.begin(plenty), slot.begin(plenty)];
    const links = await Promise.all(attempts.map(({ use }) => use(open)));
    for (const { end } of attempts) end(true);
    expect(new Set(links.map((one) => one.kind === 'open' && one.link)).size).toBe(1);
    await slot.begin(plenty).use(open);
    expect(made).toHaveLength(1);
    expect(made[0]?.isOver).toBe(false);
    await slot.close();
    expect(made[0]?.isOver).toBe(true);
  });

  it('is replaced when an attempt found it unsound, and closed when the others are done with it', async () => {
    const slot = makeLinkSlot();
    const { open, made } = opener();
    const [slow, broken, next] = [slot.begin(plenty), slot.begin(plenty), slot.begin(plenty)];
    await slow.use(open);
    await broken.use(open);
    broken.end(false);
    expect(made[0]?.isOver).toBe(false);
    await next.use(open);
    expect(made).toHaveLength(2);
    slow.end(true);
    expect(made.map(({ isOver }) => isOver)).toEqual([true, false]);
    next.end(true);
    await slot.close();
  });

  it('is replaced when it ended by itself', async () => {
    const slot = makeLinkSlot();
    const { open, made } = opener();
    const first = slot.begin(plenty);
    await first.use(open);
    first.end(true);
    if (made[0]) made[0].isOver = true;
    await slot.begin(plenty).use(open);
    expect(made).toHaveLength(2);
    await slot.close();
  });

  it('is closed when nobody has used it for a while', async () => {
    const slot = makeLinkSlot(20);
    const { open, made } = opener();
    const first = slot.begin(plenty);
    await first.use(open);
    await new Promise((done) => setTimeout(done, 60));
    expect(made[0]?.isOver).toBe(false);
    first.end(true);
    await expect.poll(() => made[0]?.isOver).toBe(true);
  });

  it('is given up within the time limit, and closed when it comes later', async () => {
    const slot = makeLinkSlot();
    const { open, made } = opener(80);
    const late = slot.begin(() => 20);
    expect(await late.use(open)).toMatchObject({ kind: 'timed_out' });
    late.end(false);
    await expect.poll(() => made[0]?.isOver).toBe(true);
  });

  it('does not stay open for an attempt that is over', async () => {
    const slot = makeLinkSlot(20);
    const { open, made } = opener(30);
    const gone = slot.begin(plenty);
    const using = gone.use(open);
    gone.end(false);
    await using;
    await expect.poll(() => made[0]?.isOver).toBe(true);
  });

  it('is closed after its last use when the destination changed meanwhile', async () => {
    const slot = makeLinkSlot();
    const { open, made } = opener(20);
    const running = slot.begin(plenty);
    const using = running.use(open);
    slot.retire();
    expect(await using).toMatchObject({ kind: 'open' });
    expect(made[0]?.isOver).toBe(false);
    running.end(true);
    expect(made[0]?.isOver).toBe(true);
  });

  it('is given up at once when the worker stops', async () => {
    const slot = makeLinkSlot();
    const { open, made } = opener(60);
    const using = slot.begin(plenty).use(open);
    await slot.close();
    expect(await using).toMatchObject({ kind: 'timed_out' });
    await expect.poll(() => made[0]?.isOver).toBe(true);
  });

  it('lets every attempt hear why there is none, and is tried again by the next', async () => {
    const slot = makeLinkSlot();
    let tries = 0;
    const refuse: OpenLink<Known> = async () => {
      tries += 1;
      return { kind: 'refused', reason: 'No.' };
    };
    const all = await Promise.all([slot.begin(plenty).use(refuse), slot.begin(plenty).use(refuse)]);
    expect(all).toEqual([
      { kind: 'refused', reason: 'No.' },
      { kind: 'refused', reason: 'No.' },
    ]);
    await slot.begin(plenty).use(refuse);
    expect(tries).toBe(2);
  });
});

describe('the links of a process', () => {
  it('are one for each destination and version', () => {
    const pool = makeLinkPool();
    const first = pool.slotOf({ id: 'a', version: 1 });
    expect(pool.slotOf({ id: 'a', version: 1 })).toBe(first);
    expect(pool.slotOf({ id: 'b', version: 1 })).not.toBe(first);
    expect(pool.slotOf({ id: 'a', version: 2 })).not.toBe(first);
  });

  it('are let go when their destination has changed, gone, or the worker stops', async () => {
    const pool = makeLinkPool();
    const { open, made } = opener();
    for (const id of ['changed', 'gone', 'kept']) {
      const attempt = pool.slotOf({ id, version: 1 }).begin(plenty);
      await attempt.use(open);
      attempt.end(true);
    }
    pool.retain([
      { id: 'changed', version: 2 },
      { id: 'kept', version: 1 },
    ]);
    expect(made.map(({ isOver }) => isOver)).toEqual([true, true, false]);
    await pool.close();
    expect(made.map(({ isOver }) => isOver)).toEqual([true, true, true]);
  });
});
