import type { Context } from './context.ts';

/** Whether the caller is this very user. */
export function isSelf({ actor }: Pick<Context, 'actor'>, userId: string): boolean {
  return actor.type === 'user' && actor.id === userId;
}
