import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { type ApiFault, type ApiProblem, apiFetch, isApiProblem } from '#components/ui/api.ts';

export type Refusal =
  | { kind: 'wrong' }
  /** The password is right; `again` once a code was wrong. */
  | { kind: 'factor'; totp: boolean; passkey: boolean; again: boolean }
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

async function readRefusal(response: Response, hadCode: boolean): Promise<Refusal> {
  const body = (await response.json().catch(() => ({}))) as Partial<ApiProblem> & Record<string, unknown>;
  const factor = body.second_factor as { totp?: boolean; passkey?: boolean } | undefined;
  if (response.status === 401 && factor) {
    return { kind: 'factor', totp: factor.totp === true, passkey: factor.passkey === true, again: hadCode };
  }
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

type SignInFields = { callbackUrl: string } & (
  | { email: string; password: string; code?: string }
  | { passkey: string }
);

/** By a passkey of this browser. A person who changes his mind is answered null. */
export async function signInWithPasskey(callbackUrl: string): Promise<SignInResult | null> {
  try {
    const optionsJSON = await apiFetch<PublicKeyCredentialRequestOptionsJSON>('/passkey_challenges', {
      method: 'POST',
    });
    const { startAuthentication } = await import('@simplewebauthn/browser');
    const assertion = await startAuthentication({ optionsJSON });
    const result = await signIn({ passkey: JSON.stringify(assertion), callbackUrl });
    if (!('kind' in result) || result.kind !== 'wrong') return result;
    return { kind: 'failed', detail: 'This passkey does not open an account here.', requestId: null };
  } catch (error) {
    if (error instanceof Error && error.name === 'NotAllowedError') return null;
    const detail = isApiProblem(error) ? error.detail : 'The browser could not use a passkey here.';
    return { kind: 'failed', detail, requestId: null };
  }
}

/** Tells where to go on, or why not; throws nothing. */
export async function signIn(fields: SignInFields): Promise<SignInResult> {
  try {
    const response = await postTwice('/api/auth/callback/credentials', fields);
    return response.ok
      ? ((await response.json()) as { url: string })
      : await readRefusal(response, 'code' in fields);
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
