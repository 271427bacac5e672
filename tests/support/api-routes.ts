import { globSync } from 'node:fs';
import type { RouteHandler } from '#lib/http/endpoint.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

export type ApiRoute = { path: string; method: Method; handler: RouteHandler };

/** The library's own routes: sign-in and sign-out of the console, behind its own checks. */
const LIBRARY_ROUTES = /^app\/api\/auth\//;

/** Every exported handler of every route file, found by looking and not by a list. */
export async function apiRoutes(): Promise<ApiRoute[]> {
  const files = globSync('app/{api,oauth}/**/route.ts').filter((file) => !LIBRARY_ROUTES.test(file));
  const routes = await Promise.all(
    files.map(async (file) => {
      const module = (await import(/* @vite-ignore */ `../../${file}`)) as Record<
        string,
        RouteHandler | undefined
      >;
      const path = file.replace(/^app/, '').replace(/\/route\.ts$/, '');
      return METHODS.flatMap((method) => {
        const handler = module[method];
        return handler ? [{ path, method, handler }] : [];
      });
    }),
  );
  return routes.flat();
}

export const WRITES: readonly Method[] = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Values for the dynamic parts of a path. */
export const PARAMS = {
  id: '01890000-0000-7000-8000-000000000000',
  name: 'none',
  role: 'none',
  permission: 'none',
  passkey: '01890000-0000-7000-8000-000000000001',
  session: '01890000-0000-7000-8000-000000000001',
};
