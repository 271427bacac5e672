import type { AuthOptions, User } from 'next-auth';
import { authenticateConsoleSession } from '#lib/auth/authenticate-console-session.ts';
import type { Context } from '#lib/auth/context.ts';
import { PasskeyAssertion } from '#lib/auth/factors/schema.ts';
import { revokeOwnSession } from '#lib/auth/revoke-own-session.ts';
import { SignInInput } from '#lib/auth/schema.ts';
import { SESSION_LIFE } from '#lib/auth/session-life.ts';
import { type SignedIn, signIn } from '#lib/auth/sign-in.ts';
import { signInWithPasskey } from '#lib/auth/sign-in-with-passkey.ts';
import { keyedHash } from '#lib/platform/crypto.ts';
import { parseJson } from '#lib/platform/json.ts';
import { log } from '#lib/platform/log.ts';
import { ownPath } from './own-path.ts';
import { parseInput } from './parse-input.ts';
import { sessionCookieIsSecure, sessionCookieName } from './session-cookie.ts';

/** What a request for a session knows; `fault` receives why a sign-in was refused, which the library must not see. */
export type SessionRequest = { ctx: Context; userAgent: string | null; fault: unknown };

type OpaqueUser = User & { opaque: string };

const cookie = (name: string) => ({
  name: sessionCookieIsSecure() ? `__Host-${name}` : name,
  options: { httpOnly: true, sameSite: 'lax', path: '/', secure: sessionCookieIsSecure() } as const,
});

/** By a passkey, as the browser's own JSON of it, or by address and password. */
function signInWith({ ctx, userAgent }: SessionRequest, given: unknown): Promise<SignedIn> {
  const { passkey } = given as { passkey?: unknown };
  if (typeof passkey === 'string') {
    return signInWithPasskey(ctx, {
      assertion: parseInput(PasskeyAssertion, parseJson(passkey), 'body'),
      userAgent,
    });
  }
  return signIn(ctx, { ...parseInput(SignInInput, given, 'body'), userAgent, kind: 'console' });
}

/** Null for every refusal: what is thrown here would land in an address. */
async function authorize(request: SessionRequest, given: unknown): Promise<OpaqueUser | null> {
  try {
    const signedIn = await signInWith(request, given);
    return { id: signedIn.userId, email: signedIn.email, name: signedIn.name, opaque: signedIn.token };
  } catch (error) {
    request.fault = error;
    return null;
  }
}

/** What fails in here the library takes for a session that has ended: kept, so that the answer says what it was. */
async function keepFault<T>(request: SessionRequest, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    request.fault = error;
    throw error;
  }
}

/**
 * The library's part is the sign-in form's CSRF token and the cookie. The cookie holds an opaque token instead of a
 * signed one: `encode` writes it and `decode` finds its row, so a session that was ended is dead at once.
 * `decode` throws where there is none: what returns null instead would be let through.
 */
export function sessionOptions(request: SessionRequest): AuthOptions {
  return {
    secret: keyedHash('console sign-in form', 'csrf').toString('base64url'),
    session: { strategy: 'jwt', maxAge: SESSION_LIFE.console.absoluteMs / 1_000 },
    useSecureCookies: sessionCookieIsSecure(),
    cookies: {
      sessionToken: { ...cookie('eye-session'), name: sessionCookieName() },
      csrfToken: cookie('eye-csrf'),
      callbackUrl: cookie('eye-callback'),
    },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      {
        id: 'credentials',
        name: 'Password',
        type: 'credentials',
        credentials: {},
        authorize: (given) => authorize(request, given),
      },
    ],
    jwt: {
      encode: async ({ token }) => {
        if (typeof token?.opaque !== 'string') throw new Error('A session has no token of its own.');
        return token.opaque;
      },
      decode: async ({ token: opaque }) => {
        if (!opaque) throw new Error('There is no session.');
        const user = await keepFault(request, authenticateConsoleSession(opaque, request.ctx.address));
        if (!user) throw new Error('The session has ended.');
        return { sub: user.id, email: user.email, name: user.name, opaque, actor: user };
      },
    },
    callbacks: {
      jwt: async ({ token, user }) => (user ? { ...token, opaque: (user as OpaqueUser).opaque } : token),
      session: async ({ session }) => session,
      redirect: async ({ url }) => ownPath(url),
    },
    events: {
      signOut: async ({ token }) => {
        const actor = token.actor as Awaited<ReturnType<typeof authenticateConsoleSession>>;
        if (actor) await keepFault(request, revokeOwnSession({ ...request.ctx, actor }));
      },
    },
    logger: {
      error: (code) => log.info({ code, requestId: request.ctx.requestId }, 'a console session was refused'),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
