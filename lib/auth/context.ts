import { type Db, prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import type { PermissionSet } from './authz/permission-set.ts';

export type UserActor = {
  type: 'user';
  id: string;
  email: string;
  held: PermissionSet;
  sessionId: string;
};
/** `allowedCategories` is empty when the client may send every category. */
export type ClientActor = {
  type: 'client';
  id: string;
  name: string;
  allowedCategories: readonly string[];
  /** What it may do besides sending events. */
  scopes?: readonly string[];
};
export type SourceActor = { type: 'source'; id: string; name: string };
type SystemActor = { type: 'system'; name: string };
/** Holds no permission. */
export type AnonymousActor = { type: 'anonymous'; name: 'anonymous' };

/** Whoever acts: identity is settled at the door, permission in the verb. */
export type Actor = UserActor | ClientActor | SourceActor | SystemActor | AnonymousActor;

/** Always the first argument of a verb. `address` is the caller's, after the trusted proxies. */
export type Context = { actor: Actor; requestId: string; db: Db; address?: string };

/** The product itself at work: jobs, the command line, start-up. Holds every permission. */
export function systemContext(name: string): Context {
  return { actor: { type: 'system', name }, requestId: uuidv7(), db: prisma() };
}

/** Nobody in particular, at a door that asks for no identity. */
export const ANONYMOUS: AnonymousActor = { type: 'anonymous', name: 'anonymous' };

/** Whoever a door has identified, with what is known of the request. */
export function requestContext(
  actor: Actor,
  { requestId, address }: { requestId: string; address: string | undefined },
): Context {
  return { actor, requestId, db: prisma(), ...(address === undefined ? {} : { address }) };
}

/** Whoever acts, as people know him: for trails and versions. */
export function actorName(actor: Actor): string {
  return actor.type === 'user' ? actor.email : actor.name;
}
