import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import { ANONYMOUS, requestContext } from '#lib/auth/context.ts';
import { AppError, isAppError } from '#lib/platform/errors.ts';
import { parseJson } from '#lib/platform/json.ts';
import { ownPath } from './own-path.ts';
import { problemResponse, toAppError } from './problem.ts';
import { readBody } from './read-body.ts';
import { addressFrom, requestIdOf } from './request-context.ts';
import { cookiesOf } from './session-cookie.ts';
import { type SessionRequest, sessionOptions } from './session-options.ts';

/** The library has more doors than these; the others stay shut. */
const ACTIONS = new Set(['GET csrf', 'GET session', 'POST callback/credentials', 'POST signout']);
const MAX_BODY_BYTES = 16 * 1024;

type Answer = { status: number; headers: Headers; body: unknown; redirect: string | null };

async function readForm(request: Request): Promise<Record<string, unknown>> {
  const text = await readBody(request.body, { maxBytes: MAX_BODY_BYTES });
  if (!request.headers.get('content-type')?.includes('json')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  const value = parseJson(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Calls the library by the older of its two doors, which takes plain objects and so needs no framework around it. */
async function callLibrary(
  asked: { request: Request; action: string[]; form: Record<string, unknown> },
  session: SessionRequest,
): Promise<Answer> {
  const { request, action, form } = asked;
  const answer: Answer = {
    status: 200,
    headers: new Headers({ 'cache-control': 'no-store' }),
    body: null,
    redirect: null,
  };
  const response = {
    status(code: number) {
      answer.status = code;
      return response;
    },
    getHeader: (name: string) =>
      name.toLowerCase() === 'set-cookie' ? answer.headers.getSetCookie() : answer.headers.get(name),
    setHeader(name: string, value: string | string[]) {
      answer.headers.delete(name);
      for (const each of [value].flat()) answer.headers.append(name, each);
      return response;
    },
    send: (body: unknown) => {
      answer.body = body;
    },
    json: ({ url }: { url: string }) => {
      answer.redirect = url;
    },
    end: () => undefined,
  };
  const call = {
    method: request.method,
    headers: {},
    cookies: cookiesOf(request.headers.get('cookie')),
    query: { nextauth: action },
    // With this mark the library answers with the address to go on to and leaves the redirect to us.
    body: { ...form, json: 'true' },
  };
  await NextAuth(
    call as unknown as NextApiRequest,
    response as unknown as NextApiResponse,
    sessionOptions(session),
  );
  return answer;
}

/** What stopped the request, as an error that may be shown; null when it went well. */
function faultOf(answer: Answer, session: SessionRequest): unknown {
  if (isAppError(session.fault) && session.fault.code === 'conflict') {
    return new AppError('unauthenticated', session.fault.message);
  }
  if (session.fault) return session.fault;
  if (answer.redirect?.includes('csrf=true')) {
    return new AppError('forbidden', 'The form has expired; load the page again.');
  }
  return answer.status >= 400 ? new AppError('bad_request', 'This request cannot be understood.') : null;
}

const seeOther = (path: string, headers: Headers): Response => {
  headers.set('location', path);
  return new Response(null, { status: 303, headers });
};

type SessionArguments = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, args: SessionArguments): Promise<Response> {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  try {
    const action = (await args.params).nextauth;
    if (!ACTIONS.has(`${request.method} ${action.join('/')}`)) {
      throw new AppError('not_found', 'There is nothing here.');
    }
    const form = request.method === 'POST' ? await readForm(request) : {};
    const session = sessionRequest(request, requestId);
    const answer = await callLibrary({ request, action, form }, session);
    const forScript = request.method === 'GET' || String(form.json) === 'true';
    answer.headers.set('x-request-id', requestId);
    const fault = faultOf(answer, session);
    if (fault && forScript) throw fault;
    if (fault) {
      // What did not happen leaves the cookies as they are: a session that lives on is not forgotten by its browser.
      answer.headers.delete('set-cookie');
      return seeOther(`/sign-in?error=${toAppError(fault).code}`, answer.headers);
    }
    if (answer.redirect === null) return Response.json(answer.body, { headers: answer.headers });
    const url = ownPath(answer.redirect);
    return forScript ? Response.json({ url }, { headers: answer.headers }) : seeOther(url, answer.headers);
  } catch (error) {
    const { status, headers, body } = problemResponse(error, requestId);
    return new Response(body, { status, headers });
  }
}

/** `/api/auth/*`: the console's sign-in and sign-out, for the page's script (`json=true`) and for a plain form. */
export const sessionEndpoint = Object.assign(handle, {
  endpoint: { identity: 'none', permission: null } as const,
});

function sessionRequest(request: Request, requestId: string): SessionRequest {
  return {
    ctx: requestContext(ANONYMOUS, { requestId, address: addressFrom(request.headers) }),
    userAgent: request.headers.get('user-agent'),
    fault: null,
  };
}
