import { log } from '#lib/platform/log.ts';
import { findHeldSessions, releaseHeads, releaseUnordered } from '../session-repo.ts';
import { endStranded } from './repo.ts';

const AT_ONCE = 1_000;

/** What no single delivery's way brings about, or a process that died left out; answers whether nothing more is left. */
export async function tidyUp(): Promise<boolean> {
  const ended = await endStranded(AT_ONCE);
  if (ended > 0) log.info({ ended }, 'deliveries to disabled destinations were ended');
  const released = await releaseUnordered(AT_ONCE);
  const held = await findHeldSessions(AT_ONCE);
  if (held.length > 0) await releaseHeads(held);
  return ended < AT_ONCE && released < AT_ONCE;
}
