import { startFollowing } from '#lib/auth/authz/freshness.ts';
import { findHolder } from '#lib/auth/authz/holders.ts';
import { findLiveSession } from '#lib/auth/authz/live-sessions.ts';
import { startChangeFeed } from '#lib/platform/change-feed.ts';

export type AuthzQuestion =
  | { id: number; ask: 'holder'; userId: string; atLeast?: number }
  | { id: number; ask: 'session'; sessionId: string };
/** What is allowed by name, whether the session is alive, or that it cannot be told. */
export type AuthzAnswer = { id: number; names?: string[]; alive?: boolean; unavailable?: true };

// A process of the product as far as permissions go: it follows the changes and answers what it is asked.
async function answer(question: AuthzQuestion): Promise<AuthzAnswer> {
  const { id } = question;
  try {
    if (question.ask === 'session')
      return { id, alive: (await findLiveSession(question.sessionId)) !== null };
    return { id, names: [...(await findHolder(question.userId, question.atLeast)).held.names] };
  } catch {
    return { id, unavailable: true };
  }
}

process.on('message', (question: AuthzQuestion) => {
  void answer(question).then((given) => process.send?.(given));
});
process.on('disconnect', () => process.exit(0));
await startChangeFeed();
await startFollowing();
process.send?.({ id: 0 } satisfies AuthzAnswer);
