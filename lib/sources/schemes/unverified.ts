import type { UnverifiedSettings } from '../schema.ts';
import type { Scheme } from './scheme.ts';
import { toldEvent, toldSample } from './told-event.ts';

/** Whoever knows the address is believed: for senders that cannot sign, behind a network that nobody else reaches. */
export const unverified: Scheme<UnverifiedSettings> = {
  signature: null,
  eventsOf: (data, call, settings) => [toldEvent(data, call, settings)],
  sample: toldSample,
};
