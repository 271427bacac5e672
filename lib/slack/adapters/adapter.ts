import type { SlackAdapter } from '../schema.ts';

type MessageAt = { channel: string; ts: string };

/**
 * How messages are dealt with, by the tokens that there are. What a call throws is Slack's: `slackFault` reads it. A call
 * that comes back did what it should, and Slack has confirmed it.
 */
export type Adapter = {
  name: SlackAdapter;
  /** What a message is once nobody can read it; null where this adapter cannot do that. */
  hides: 'removed' | 'tombstoned' | null;
  /** Whether something has to be written where the message was: Slack itself says nothing. */
  leavesGap: boolean;
  hideMessage: (at: MessageAt) => Promise<void>;
  hideFile: (fileId: string) => Promise<void>;
  /** Null where what was hidden cannot be shown again as it was. */
  show: { message: (at: MessageAt) => Promise<void>; file: (fileId: string) => Promise<void> } | null;
};
