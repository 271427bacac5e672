import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { PERMISSIONS, type Permission } from '#lib/auth/permissions.ts';
import { publicUrl } from '#lib/platform/public-url.ts';
import { forgetSingleton, processSingleton } from '#lib/platform/singleton.ts';
import { describeVerb } from './describe-verb.ts';
import type { RouteHandler } from './endpoint.ts';

const ROOT = join(import.meta.dirname, '../..');
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

type Described = RouteHandler['endpoint'];
type Operation = Record<string, unknown>;

const CALLERS: Readonly<Record<string, string>> = {
  user: 'a user: access token, or the session of this console',
  client: 'a client: a token that it signed itself, or one of its session',
  user_or_client: 'a user or a client',
  user_or_registrant: 'a user; anybody where registration is open',
  refresh_token: 'whoever holds the refresh token, as bearer',
  source: 'a source, by its signature',
  oauth: 'a client by its secret (HTTP Basic or body), or a user by bearer where that is said',
  none: 'anybody',
};

const jsonSchema = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return plain;
};

type ObjectSchema = { properties?: Record<string, unknown>; required?: readonly string[] };

function parametersOf(path: string, { schemas }: Described): object[] {
  const params = schemas?.params ? (jsonSchema(schemas.params) as ObjectSchema) : {};
  const inPath = [...path.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: params.properties?.[name] ?? { type: 'string' },
  }));
  const { properties = {}, required = [] } = schemas?.query
    ? (jsonSchema(schemas.query) as ObjectSchema)
    : {};
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
}

const PROBLEM = {
  description: 'What was wrong, where and why (RFC 9457).',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

async function operationOf(
  file: string,
  path: string,
  method: Method,
  endpoint: Described,
): Promise<Operation> {
  const { summary, refusals } = await describeVerb(file, method);
  const { identity, permission, schemas, status = 200 } = endpoint;
  const needs =
    permission === null ? null : `Needs \`${permission}\`: ${PERMISSIONS[permission as Permission]}.`;
  const caller = `Called by ${CALLERS[identity] ?? identity}.`;
  const refused = refusals === '' ? null : `Refusals: ${refusals}`;
  const isForm = path.startsWith('/oauth/');
  return {
    operationId: `${method.toLowerCase()}${path.replace(/\W+/g, '_')}`,
    tags: [path.replace(/^\/(api\/)?(v1\/)?/, '').split('/')[0] ?? ''],
    summary,
    description: [caller, needs, refused].filter((words) => words !== null).join('\n\n'),
    'x-permission': permission,
    'x-identity': identity,
    security: identity === 'none' ? [] : [{ bearer: [] }],
    parameters: parametersOf(path, endpoint),
    ...(endpoint.takesBody
      ? {
          requestBody: {
            required: true,
            content: {
              [isForm ? 'application/x-www-form-urlencoded' : 'application/json']: {
                schema: schemas?.body ? jsonSchema(schemas.body) : { type: 'object' },
              },
            },
          },
        }
      : {}),
    responses: { [status]: { description: 'Done.' }, default: PROBLEM },
  };
}

async function pathsOf(): Promise<Record<string, Record<string, Operation>>> {
  const files = globSync('app/{api,oauth}/**/route.ts', { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !/\[\.{3}|\[\[/.test(file))
    .toSorted();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const file of files) {
    const path = file.replace(/^app/, '').replace(/\/route\.ts$/, '');
    const route = (await import(pathToFileURL(join(ROOT, file)).href)) as Partial<
      Record<Method, RouteHandler>
    >;
    const operations: Record<string, Operation> = {};
    for (const method of METHODS) {
      const endpoint = route[method]?.endpoint;
      if (endpoint) operations[method.toLowerCase()] = await operationOf(file, path, method, endpoint);
    }
    paths[path.replace(/\[(\w+)\]/g, '{$1}')] = operations;
  }
  return paths;
}

const PROBLEM_SCHEMA = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

/** The API as OpenAPI 3.1, made of the routes themselves: paths, permissions, input schemas, and the words above the verbs. */
export function openApiDocument(): Promise<object> {
  return processSingleton('openapi', async () => {
    try {
      return {
        openapi: '3.1.0',
        info: {
          title: 'The Eye',
          version: '1',
          description:
            'Events, findings, deliveries, clients, users and permissions. Every error is a problem (RFC 9457).',
        },
        servers: [{ url: publicUrl() }],
        paths: await pathsOf(),
        components: {
          schemas: { Problem: PROBLEM_SCHEMA },
          securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
        },
      };
    } catch (error) {
      forgetSingleton('openapi');
      throw error;
    }
  });
}
