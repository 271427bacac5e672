import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { createElement, type ReactNode } from 'react';
import { authenticateConsoleSession, type SignedInUser } from '#lib/auth/authenticate-console-session.ts';
import { type Context, requestContext } from '#lib/auth/context.ts';
import type { Permission } from '#lib/auth/permissions.ts';
import { expandPermissions, holdsPermission } from '#lib/auth/require-permission.ts';
import { answeredWithin } from '#lib/platform/answered-within.ts';
import { noteAway } from './away-page.ts';
import { ownPath } from './own-path.ts';
import { toAppError } from './problem.ts';
import { addressFrom, requestIdOf } from './request-context.ts';
import { sessionCookieName } from './session-cookie.ts';

/** Whoever opened the page is told by then that it cannot be shown. */
const ANSWER_WITHIN_MS = 3_000;

type Given = Record<string, string | string[] | undefined>;
type PageProps = { params: Promise<Given>; searchParams: Promise<Given> };
type PageInput = { params: Record<string, string>; query: Record<string, string> };

/** A console page is data: where it stands, who may see it, and what it shows. */
export type ConsolePageSpec = {
  /** The page's own path, dynamic parts in brackets: `/events/[id]`. */
  path: `/${string}`;
  /** Null: whoever is signed in. */
  permission: Permission | null;
  render: (ctx: Context, input: PageInput) => ReactNode | Promise<ReactNode>;
};

const first = (given: Given): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const text = Array.isArray(value) ? value[0] : value;
      return text === undefined ? [] : [[name, text]];
    }),
  );

/**
 * What a page asks the store, answered while somebody still waits. When it cannot be, the porch hears of it and answers
 * 503; a page drawn into one that stands is told by the digest, all that leaves of an error.
 * @throws AppError `unavailable`
 */
async function fromStore<T>(requestId: string, work: Promise<T>): Promise<T> {
  try {
    return await answeredWithin(ANSWER_WITHIN_MS, work);
  } catch (error) {
    const fault = toAppError(error);
    if (fault.code !== 'unavailable') throw error;
    noteAway(requestId);
    throw Object.assign(fault, { digest: fault.code });
  }
}

async function signedIn(): Promise<{ user: SignedInUser; ctx: Context } | null> {
  const [jar, given] = await Promise.all([cookies(), headers()]);
  const cookie = jar.get(sessionCookieName())?.value;
  const address = addressFrom(given);
  const requestId = requestIdOf(given.get('x-request-id'));
  const user = cookie ? await fromStore(requestId, authenticateConsoleSession(cookie, address)) : null;
  if (!user) return null;
  return { user, ctx: requestContext(user, { requestId, address }) };
}

/** The address of the page as it was asked for, from its own spec: nothing the caller says decides where he returns to. */
function addressOf(path: string, { params, query }: PageInput): string {
  const filled = path.replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

const denied = (permission: Permission): ReactNode =>
  createElement(
    'section',
    { role: 'alert', 'data-denied': permission, className: 'mx-auto max-w-prose px-6 py-16 text-center' },
    createElement('h1', { className: 'text-lg font-semibold' }, 'You may not see this page'),
    createElement(
      'p',
      { className: 'mt-2' },
      'It needs the permission ',
      createElement('code', null, permission),
      '. Whoever manages the users of this console can give it to you.',
    ),
  );

/** Makes a page: without a session it leads to the sign-in and back, without the permission it says which one is missing. */
export function consolePage(spec: ConsolePageSpec) {
  const renderPage = async (props: PageProps): Promise<ReactNode> => {
    const input = { params: first(await props.params), query: first(await props.searchParams) };
    const session = await signedIn();
    if (!session) return redirect(`/sign-in?callbackUrl=${encodeURIComponent(addressOf(spec.path, input))}`);
    if (spec.permission && !holdsPermission(session.ctx.actor, spec.permission))
      return denied(spec.permission);
    return spec.render(session.ctx, input);
  };
  return Object.assign(renderPage, { page: { path: spec.path, permission: spec.permission } });
}

export type ConsoleLayoutSession = {
  user: { id: string; name: string; email: string };
  permissions: string[];
};

/**
 * For the console's layout: who is signed in and all he may do. Null without a session: the page inside knows its
 * own address and leads to the sign-in and back.
 */
export async function consoleLayoutSession(): Promise<ConsoleLayoutSession | null> {
  const session = await signedIn();
  if (!session) return null;
  const { id, name, email, held } = session.user;
  return { user: { id, name, email }, permissions: expandPermissions(held) };
}

/** A page for who is not signed in: sends on who is, and hands over where to go afterwards. */
export function signInPage(spec: {
  render: (input: { callbackUrl: string }) => ReactNode | Promise<ReactNode>;
}) {
  return async (props: PageProps): Promise<ReactNode> => {
    const asked = ownPath(first(await props.searchParams).callbackUrl);
    const callbackUrl = asked.startsWith('/sign-in') ? '/' : asked;
    return (await signedIn()) ? redirect(callbackUrl) : spec.render({ callbackUrl });
  };
}
