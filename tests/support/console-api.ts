import type { APIRequestContext, APIResponse } from '@playwright/test';
import { printed } from './console.ts';

/** The API as somebody with an access token calls it. */
export type Caller = {
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, data: unknown) => Promise<T>;
  patch: <T>(path: string, data: unknown) => Promise<T>;
  remove: (path: string) => Promise<void>;
};

async function bodyOf<T>(response: APIResponse): Promise<T> {
  if (!response.ok()) throw new Error(`${response.url()}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as T;
}

/** The API in the name of the administrator whom the start of the product made. */
export async function asAdministrator(request: APIRequestContext): Promise<Caller> {
  const signIn = { email: printed('EYE_EMAIL'), password: printed('EYE_PASSWORD') };
  const pair = await request.post('/api/v1/auth_token', { data: signIn });
  const { access_token } = await bodyOf<{ access_token: string }>(pair);
  const headers = { authorization: `Bearer ${access_token}` };
  return {
    get: async (path) => bodyOf(await request.get(path, { headers })),
    post: async (path, data) => bodyOf(await request.post(path, { headers, data })),
    patch: async (path, data) => bodyOf(await request.patch(path, { headers, data })),
    remove: async (path) => {
      const response = await request.delete(path, { headers });
      if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
    },
  };
}

type First = { items: { id?: string; client_id?: string }[] };

/** The id of the first thing in a list. */
export async function firstId(caller: Caller, path: string): Promise<string> {
  const [first] = (await caller.get<First>(path)).items;
  const id = first?.id ?? first?.client_id;
  if (id === undefined) throw new Error(`${path} lists nothing.`);
  return id;
}
