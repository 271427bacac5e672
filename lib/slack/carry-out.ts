import { type SlackFault, slackFault } from './slack-fault.ts';

/** What became of one attempt at what is to be done about a message. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'later'; reason: string; waitMs: number }
  | { kind: 'stopped'; state: 'failed' | 'not_possible'; reason: string };

/** Slack says no, and will say so again: by the rules of the workspace, or because the message is not its own. */
const IMPOSSIBLE = new Set([
  'cant_delete_message',
  'cant_delete_file',
  'compliance_exports_prevent_deletion',
  'cant_update_message',
  'restricted_action',
  'not_allowed',
  'channel_type_not_supported',
  'external_channel_migrating',
  'access_denied',
]);
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** About two days. */
const MOST_ATTEMPTS = 200;

/** From two seconds to a quarter of an hour. */
export const backoffMs = (attempts: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20));

/** What a fault of a call means for the whole. */
export function outcomeOf({ reason, again, retryAfterMs }: SlackFault, attempts: number): Outcome {
  if (again && attempts < MOST_ATTEMPTS)
    return { kind: 'later', reason, waitMs: retryAfterMs ?? backoffMs(attempts) };
  return { kind: 'stopped', state: IMPOSSIBLE.has(reason) ? 'not_possible' : 'failed', reason };
}

/** A call that fails with one of these words did what it should: it was done already. */
export async function unlessAlready(done: readonly string[], call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!done.includes(slackFault(error).reason)) throw error;
  }
}
