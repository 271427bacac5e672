/** Every destination may have this many calls under way, however busy the others are. */
const SURE_SHARE = 2;

export type Places = {
  /** How many more calls a destination may have under way, given how many it has. */
  room: (held: number) => number;
  take: (count: number) => void;
  giveBack: (count: number) => void;
};

/**
 * The calls that one process has under way at a time, shared by its destinations alike. Each may have as many as then
 * are still free: one alone gets half, n that all want more get an equal part each, and one such part stays free for
 * whoever comes next.
 */
export function makePlaces(total: number): Places {
  let taken = 0;
  return {
    room: (held) => Math.max(Math.floor((total - taken - held) / 2), SURE_SHARE - held, 0),
    take: (count) => {
      taken += count;
    },
    giveBack: (count) => {
      taken -= count;
    },
  };
}
