import { log } from './log.ts';
import { processSingleton } from './singleton.ts';

export type NotebookSpec<N> = {
  /** Names what is noted, in the plural: for the process's one notebook and for the log. */
  what: string;
  flushEveryMs: number;
  /** What comes on top of so many different notes while the store is away is only counted. */
  max: number;
  /** Notes with one key become one. */
  keyOf: (note: N) => string;
  /** Adds a later note of the same key to the one that is known. */
  merge: (known: N, note: N) => void;
  countOf: (note: N) => number;
  write: (notes: readonly N[]) => Promise<void>;
};

type State<N> = { byKey: Map<string, N>; dropped: number; timer: NodeJS.Timeout | null };

export type Notebook<N> = {
  note: (note: N) => void;
  /** Writes what is noted; a process that ends calls it last. @throws when the store is away: nothing is forgotten. */
  flush: () => Promise<void>;
};

/** Counts in memory what happens too often for a statement each, and writes all of it every few seconds in one. */
export function notebook<N>(spec: NotebookSpec<N>): Notebook<N> {
  const stateOf = (): State<N> =>
    processSingleton(`notebook.${spec.what}`, () => ({ byKey: new Map(), dropped: 0, timer: null }));

  const add = (state: State<N>, note: N): void => {
    const key = spec.keyOf(note);
    const known = state.byKey.get(key);
    if (known) spec.merge(known, note);
    else if (state.byKey.size < spec.max) state.byKey.set(key, note);
    else state.dropped += spec.countOf(note);
  };
  const flushSoon = (state: State<N>): void => {
    state.timer ??= setTimeout(() => {
      flush().catch((error: unknown) =>
        log.warn({ err: error }, `${spec.what} are not written and tried again`),
      );
    }, spec.flushEveryMs).unref();
  };
  const flush = async (): Promise<void> => {
    const state = stateOf();
    if (state.timer) clearTimeout(state.timer);
    const taken = [...state.byKey.values()];
    const { dropped } = state;
    Object.assign(state, { byKey: new Map(), dropped: 0, timer: null });
    if (dropped > 0) log.warn({ dropped }, `more ${spec.what} than can be kept`);
    if (taken.length === 0) return;
    try {
      await spec.write(taken);
    } catch (error) {
      for (const note of taken) add(state, note);
      flushSoon(state);
      throw error;
    }
  };
  return {
    note: (note) => {
      const state = stateOf();
      add(state, note);
      flushSoon(state);
    },
    flush,
  };
}
