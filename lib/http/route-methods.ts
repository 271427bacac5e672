import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const APP = join(import.meta.dirname, '../../app');
/** Where routes stand that are no pages. */
const ROOTS = ['api', 'oauth'];
const EXPORTED = /^export const ([A-Z]+)\b|\bas ([A-Z]+)\b/gm;
const ORDER = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

type Route = { segments: string[]; methods: string[] };

/** What the route file exports; the framework adds HEAD to a GET, and OPTIONS to everything. */
function methodsIn(source: string): string[] {
  const names = [...source.matchAll(EXPORTED)].map(([, named, renamed]) => named ?? renamed);
  const given = new Set([...names, 'OPTIONS', ...(names.includes('GET') ? ['HEAD'] : [])]);
  return ORDER.filter((method) => given.has(method));
}

function readRoutes(): Route[] {
  return ROOTS.flatMap((root) =>
    readdirSync(join(APP, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => /(^|[\\/])route\.ts$/.test(file))
      .map((file) => ({
        segments: [root, ...file.split(/[\\/]/).slice(0, -1)],
        methods: methodsIn(readFileSync(join(APP, root, file), 'utf8')),
      })),
  );
}

/** How closely a route names this path, the leftmost segment first: 0 by its name, 1 as a parameter, 2 as the rest. Null: not at all. */
function closeness(route: readonly string[], path: readonly string[]): string | null {
  let found = '';
  for (const [i, segment] of route.entries()) {
    if (segment.startsWith('[...') || segment.startsWith('[[...')) {
      return path.length > i || segment.startsWith('[[') ? `${found}2` : null;
    }
    if (path[i] === undefined) return null;
    if (segment.startsWith('[')) found += '1';
    else if (segment === path[i]) found += '0';
    else return null;
  }
  return route.length === path.length ? found : null;
}

let routes: Route[] | undefined;

/** The methods that the route of this path takes, by its own exports; null when there is no such route. */
export function routeMethods(path: string): string[] | null {
  routes ??= readRoutes();
  const asked = path.split('/').filter((segment) => segment !== '');
  const fitting = routes.flatMap(({ segments, methods }) => {
    const found = closeness(segments, asked);
    return found === null ? [] : [{ found, methods }];
  });
  return fitting.toSorted((a, b) => (a.found < b.found ? -1 : 1))[0]?.methods ?? null;
}
