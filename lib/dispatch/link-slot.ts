import type { Link, LinkFailure, Opened, OpenLink, UseLink } from './link.ts';

/** Longer than any attempt may take: what is idle is in nobody's hands. */
const IDLE_MS = 60_000;

type Kept = { link: Link; users: number; isRetired: boolean };

/** One attempt's share of a slot. */
type LinkUse = {
  use: UseLink;
  /** Gives the link back. What is not sound is replaced: the next attempt opens another. */
  end: (isSound: boolean) => void;
};

/** The place of one destination's link, in one version of its config. Attempts of the same time share it. */
export type LinkSlot = {
  begin: (remainingMs: () => number) => LinkUse;
  /** Takes no further attempt, and closes the link as soon as nobody uses it any more. */
  retire: () => void;
  /** Closes the link at once and resolves when that is done. */
  close: () => Promise<void>;
};

export function makeLinkSlot(idleMs = IDLE_MS): LinkSlot {
  const closing = new AbortController();
  const live = new Set<Kept>();
  let kept: Kept | null = null;
  let opening: Promise<Kept | LinkFailure> | null = null;
  let isOver = false;
  let idle: NodeJS.Timeout | undefined;

  const drop = async (one: Kept): Promise<void> => {
    live.delete(one);
    await one.link.close();
  };
  const retire = (one: Kept): void => {
    if (kept === one) kept = null;
    one.isRetired = true;
    if (one.users === 0 && live.has(one)) void drop(one);
  };
  const release = (one: Kept): void => {
    one.users -= 1;
    if (one.users > 0) return;
    if (one.isRetired) {
      retire(one);
      return;
    }
    clearTimeout(idle);
    idle = setTimeout(() => one.users === 0 && retire(one), idleMs).unref();
  };
  const openNew = async (open: OpenLink<Link>, limitMs: number): Promise<Kept | LinkFailure> => {
    const opened = await openWithin(open, limitMs, closing.signal);
    if (opened.kind !== 'open') return opened;
    const one = { link: opened.link, users: 0, isRetired: isOver };
    live.add(one);
    if (!isOver) kept = one;
    return one;
  };
  const find = async (open: OpenLink<Link>, limitMs: number): Promise<Kept | LinkFailure> => {
    if (kept && !kept.link.isOpen()) retire(kept);
    if (kept) return kept;
    opening ??= openNew(open, limitMs).finally(() => {
      opening = null;
    });
    return opening;
  };
  const retireAll = (): void => {
    isOver = true;
    clearTimeout(idle);
    if (kept) retire(kept);
  };

  return {
    begin: (remainingMs) => {
      let mine: Kept | null = null;
      let hasEnded = false;
      return {
        use: async <L extends Link>(open: OpenLink<L>): Promise<Opened<L>> => {
          const found = await find(open, remainingMs());
          if ('kind' in found) return found;
          found.users += 1;
          mine = found;
          if (hasEnded) release(found);
          return { kind: 'open', link: found.link as L };
        },
        end: (isSound) => {
          hasEnded = true;
          if (mine === null) return;
          if (!isSound) retire(mine);
          release(mine);
        },
      };
    },
    retire: retireAll,
    close: async () => {
      retireAll();
      closing.abort();
      await opening;
      await Promise.all([...live].map(drop));
    },
  };
}

/** Opens within a time limit. What comes later is closed at once. */
async function openWithin(
  open: OpenLink<Link>,
  limitMs: number,
  closing: AbortSignal,
): Promise<Opened<Link>> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), limitMs);
  const signal = AbortSignal.any([limit.signal, closing]);
  const opened = open(signal);
  const late = new Promise<Opened<Link>>((done) => {
    const giveUp = (): void => {
      done({ kind: 'timed_out', reason: `No connection to the broker within ${limitMs} ms.` });
      opened
        .then((result) => (result.kind === 'open' ? result.link.close() : undefined))
        .catch(() => undefined);
    };
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([opened, late]);
  } finally {
    clearTimeout(timer);
  }
}
