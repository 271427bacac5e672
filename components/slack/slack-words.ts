import type { SlackAdapter } from '#lib/slack/schema.ts';

type AdapterWords = { name: string; can: string; cannot: string };

/** What each way of dealing with messages can do, as people have to know it before they rely on it. */
export const ADAPTER_WORDS: Readonly<Record<SlackAdapter, AdapterWords>> = {
  discovery: {
    name: 'Enterprise tombstones',
    can: 'A message that leaks is covered with a tombstone, with its files, and can be uncovered again. Its author is told.',
    cannot: 'What people read before that cannot be unread.',
  },
  admin: {
    name: 'Administrator deletes',
    can: 'A message that leaks is deleted, with its leaking files. The bot writes in its place that it was blocked, and tells its author.',
    cannot:
      'What is deleted cannot be brought back as it was. Content of other organisations in shared channels stays. Direct messages between people are not seen.',
  },
  bot: {
    name: 'Bot alone',
    can: 'The author of a message that leaks is asked to delete it, and the administrators are told.',
    cannot:
      'Nothing is removed: a bot cannot delete what others write. Direct messages between people are not seen. Give the token of an administrator to have messages deleted.',
  },
};

/** What Slack answered, in words; what is not here is shown as Slack says it. */
const REASONS: Readonly<Record<string, string>> = {
  cant_delete_message: 'Slack does not let this token delete the message',
  cant_delete_file: 'Slack does not let this token delete the file',
  compliance_exports_prevent_deletion: 'the workspace keeps everything for compliance exports',
  ratelimited: 'Slack asked to wait',
  unreachable: 'Slack could not be reached',
  invalid_auth: 'the token is not valid any more',
  token_revoked: 'the token was revoked',
  account_inactive: 'the owner of the token was deactivated',
  missing_scope: 'the token lacks a scope',
  no_access: 'Slack did not give it to the bot',
  no_address: 'Slack did not say where it is',
  too_large: 'it is larger than 25 MiB',
  empty: 'it is empty',
  text_forgotten: 'it cannot be put back, what it said was forgotten after 30 days',
  no_token: 'it cannot be put back without the token that took it away',
  disconnected: 'the workspace was disconnected',
};
export const reasonWords = (reason: string): string => REASONS[reason] ?? reason;

/** "2.4 s", "12 min": how long something could be read. */
export function visibleWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}
