import type { Adapter } from './adapter.ts';

const cannot = (): never => {
  throw new Error('A bot removes no message but its own.');
};

/** A bot alone cannot take away what others write: the author is asked to. */
export const botAdapter: Adapter = {
  name: 'bot',
  hides: null,
  leavesGap: false,
  hideMessage: cannot,
  hideFile: cannot,
  show: null,
};
