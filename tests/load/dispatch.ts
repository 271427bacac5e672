import { measureLatency } from './dispatch/latency.ts';
import { measureLimit } from './dispatch/limit.ts';
import { measureNeighbours } from './dispatch/neighbours.ts';
import { measureSteady } from './dispatch/steady.ts';
import { measureWaiting } from './dispatch/waiting.ts';
import type { Parts } from './parts.ts';

/** In the order of a whole run; what waits comes last, because it stays. */
export const DISPATCH_PARTS: Parts = {
  latency: { words: 'the time from acceptance to delivery', measure: measureLatency },
  steady: { words: 'a thousand events a second', measure: measureSteady },
  neighbours: { words: 'nine receivers beside one that is ill', measure: measureNeighbours },
  limit: { words: 'a limit over three workers', measure: measureLimit },
  waiting: { words: 'claims while a million deliveries wait', measure: measureWaiting },
};
