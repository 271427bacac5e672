import type { ConnectionFailure } from '#lib/platform/connection-failure.ts';

/** A connection that outlives one delivery: a session with a broker. */
export type Link = {
  isOpen: () => boolean;
  /** Takes leave within a moment, whatever the other side does. Never rejects. */
  close: () => Promise<void>;
};

/** `refused`: the broker was reached and does not want us, for example for wrong credentials. */
export type LinkFailure = ConnectionFailure | { kind: 'refused'; reason: string };
export type Opened<L> = { kind: 'open'; link: L } | LinkFailure;

/** Opens a link; gives up, and leaves nothing open, when the signal says so. */
export type OpenLink<L extends Link> = (signal: AbortSignal) => Promise<Opened<L>>;

/** The link of the destination: the one it keeps, or a new one when there is none. */
export type UseLink = <L extends Link>(open: OpenLink<L>) => Promise<Opened<L>>;
