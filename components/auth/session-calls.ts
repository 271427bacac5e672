import { type ApiFault, type ApiProblem, isApiProblem } from '#components/ui/api.ts';

export type Refusal =
  | { kind: 'wrong' }
  | { kind: 'fields'; faults: readonly ApiFault[] }
  | { kind: 'wait'; untilMs: number }
  | { kind: 'failed'; detail: string; requestId: string | null };

export type SignInResult = { url: string } | Refusal;

const AWAY = 'The server did not answer. Check the connection, then try again.';
/** When the server does not say how long. */
const WAIT_SECONDS = 60;

async function csrfToken(): Promise<string> {
  const response = await fetch('/api/auth/csrf', { credentials: 'same-origin', cache: 'no-store' });
  const body = (await response.json()) as { csrfToken?: unknown };
  if (typeof body.csrfToken !== 'string') throw new Error('The server gave no token for the form.');
  return body.csrfToken;
}

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const form = new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: 'true' });
  return fetch(path, { method: 'POST', credentials: 'same-origin', body: form });
}

/** The expired token of an old page is replaced once; a second refusal is told. */
async function postTwice(path: string, fields: Record<string, string>): Promise<Response> {
  const response = await post(path, fields);
  return response.status === 403 ? post(path, fields) : response;
}

async function readRefusal(response: Response): Promise<Refusal> {
  const body = (await response.json().catch(() => ({}))) as Partial<ApiProblem> & Record<string, unknown>;
  if (response.status === 401) return { kind: 'wrong' };
  if (response.status === 422 && Array.isArray(body.errors)) return { kind: 'fields', faults: body.errors };
  if (response.status === 429) {
    const seconds = Number(response.headers.get('retry-after')) || WAIT_SECONDS;
    return { kind: 'wait', untilMs: Date.now() + seconds * 1000 };
  }
  return {
    kind: 'failed',
    detail: typeof body.detail === 'string' ? body.detail : `The server answered ${response.status}.`,
    requestId: response.headers.get('x-request-id'),
  };
}

/** Tells where to go on, or why not; throws nothing. */
export async function signIn(fields: {
  email: string;
  password: string;
  callbackUrl: string;
}): Promise<SignInResult> {
  try {
    const response = await postTwice('/api/auth/callback/credentials', fields);
    return response.ok ? ((await response.json()) as { url: string }) : await readRefusal(response);
  } catch (error) {
    return { kind: 'failed', detail: isApiProblem(error) ? error.detail : AWAY, requestId: null };
  }
}

/** Ends the session on the server, then leaves by a full load, so that nothing of it stays in memory. */
export async function signOut(): Promise<void> {
  const response = await postTwice('/api/auth/signout', { callbackUrl: '/sign-in' });
  if (!response.ok) throw new Error(`The server answered ${response.status}; you are still signed in.`);
  const { url } = (await response.json()) as { url: string };
  window.location.assign(url);
}
