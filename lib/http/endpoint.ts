import type { z } from 'zod';
import type { Context } from '#lib/auth/context.ts';
import type { Permission } from '#lib/auth/permissions.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { AppError } from '#lib/platform/errors.ts';
import { parseJson } from '#lib/platform/json.ts';
import { type Identity, resolveIdentity } from './identity.ts';
import { parseInput } from './parse-input.ts';
import { problemResponse } from './problem.ts';
import { readBody, requireJsonType } from './read-body.ts';
import { requestIdOf } from './request-context.ts';

type Input<P, Q, B> = { params: P; query: Q; body: B; request: Request };

/** An endpoint is data: who may call, what comes in, which status goes out, and the one verb that does it. */
export type EndpointSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  identity: Identity;
  /** Null only where anybody with that identity may call; the verb checks it again. */
  permission: Permission | null;
  params?: P;
  query?: Q;
  body?: B;
  /** 200 unless said; 204 sends no body. */
  status?: number;
  maxBodyBytes?: number;
  /** A `Response` goes out as it is, with the request id added; anything else as JSON. */
  run: (ctx: Context, input: Input<z.output<P>, z.output<Q>, z.output<B>>) => Promise<unknown>;
};

type RouteArguments = { params: Promise<Record<string, string | string[]>> };
export type RouteHandler = ((request: Request, args: RouteArguments) => Promise<Response>) & {
  endpoint: {
    identity: Identity;
    permission: Permission | null;
    takesBody: boolean;
    takesQuery: boolean;
    status?: number;
    /** What comes in, for whoever describes the API. */
    schemas?: { params?: z.ZodType | undefined; query?: z.ZodType | undefined; body?: z.ZodType | undefined };
  };
};

/** What an endpoint is asked, whichever door it came through. */
export type Asked = {
  url: string;
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array> | null;
};

async function readJson(request: Asked, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type');
  if (type !== null) requireJsonType(type);
  return parseJson(
    await readBody(request.body, { maxBytes, encoding: request.headers.get('content-encoding') }),
  );
}

const refusalOf = (name: string, value: string, query: Record<string, string>): string | null => {
  // As a member it would be the prototype of the query, and no rule would see it.
  if (name === '__proto__') return 'is not known here';
  if (name in query) return 'is given more than once';
  // PostgreSQL keeps no such character, in whichever filter it stands.
  return `${name}${value}`.includes('\0') ? 'holds the character U+0000' : null;
};

/** Query parameters as an object. @throws AppError `bad_request` when one is repeated or not storable. */
function readQuery(url: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URL(url).searchParams) {
    const message = refusalOf(name, value, query);
    if (message) {
      throw new AppError('bad_request', `The query parameter ${name} ${message}.`, {
        details: { errors: [{ path: name, message }] },
      });
    }
    query[name] = value;
  }
  return { ...query };
}

function toResponse(result: unknown, status: number, requestId: string): Response {
  if (result instanceof Response) {
    result.headers.set('x-request-id', requestId);
    return result;
  }
  const headers = { 'x-request-id': requestId, 'cache-control': 'no-store' };
  return status === 204
    ? new Response(null, { status, headers })
    : Response.json(result, { status, headers });
}

/** A spec that more than one door answers: it looks at nothing but its input. */
export type SharedSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Omit<
  EndpointSpec<P, Q, B>,
  'run'
> & {
  run: (
    ctx: Context,
    input: Omit<Input<z.output<P>, z.output<Q>, z.output<B>>, 'request'>,
  ) => Promise<unknown>;
};

export const sharedSpec = <
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(
  spec: SharedSpec<P, Q, B>,
): SharedSpec<P, Q, B> => spec;

/** Path, query and body as the spec wants them. @throws AppError with the path of every fault. */
export async function inputOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: Pick<EndpointSpec<P, Q, B>, 'params' | 'query' | 'body' | 'maxBodyBytes'>,
  asked: Asked,
  givenParams: unknown,
): Promise<{ params: z.output<P>; query: z.output<Q>; body: z.output<B> }> {
  const params = spec.params && parseInput(spec.params, givenParams, 'path');
  const query = spec.query && parseInput(spec.query, readQuery(asked.url), 'query');
  const body =
    spec.body && parseInput(spec.body, await readJson(asked, spec.maxBodyBytes ?? 1024 * 1024), 'body');
  return { params, query, body } as { params: z.output<P>; query: z.output<Q>; body: z.output<B> };
}

/** Makes a route handler of a spec: identity, permission, input, answer and errors are settled here and nowhere else. */
export function endpoint<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(spec: EndpointSpec<P, Q, B>): RouteHandler {
  const handle = async (request: Request, args: RouteArguments): Promise<Response> => {
    const requestId = requestIdOf(request.headers.get('x-request-id'));
    try {
      const ctx = await resolveIdentity(spec.identity, request, requestId);
      if (spec.permission) requirePermission(ctx, spec.permission);
      const input = await inputOf(spec, request, await args.params);
      return toResponse(await spec.run(ctx, { ...input, request }), spec.status ?? 200, requestId);
    } catch (error) {
      const { status, headers, body } = problemResponse(error, requestId);
      return new Response(body, { status, headers });
    }
  };
  const { identity, permission, params, query, body, status = 200 } = spec;
  const takes = { takesBody: body !== undefined, takesQuery: query !== undefined };
  return Object.assign(handle, {
    endpoint: { identity, permission, ...takes, status, schemas: { params, query, body } },
  });
}
