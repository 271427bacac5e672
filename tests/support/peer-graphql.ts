import { createServer } from 'node:http';
import { createGraphQLError, createSchema, createYoga } from 'graphql-yoga';
import { type AllowList, parseAllowList } from '#lib/platform/address.ts';
import { closeServer, listenLocally } from './peer-http.ts';

type ProcessedInput = {
  id: string;
  name: string;
  body: string;
  timestamp: string;
  brand: string | null;
};
export type GraphqlPeer = AsyncDisposable & {
  url: string;
  allow: AllowList;
  received: ProcessedInput[];
  headers: Headers[];
  /** The message of the error that calls are answered with from now on; null accepts again. */
  refuseWith: (message: string | null) => void;
};

/** A real GraphQL server with the mutation of the events proxy. */
export async function startGraphqlPeer(): Promise<GraphqlPeer> {
  const received: ProcessedInput[] = [];
  const headers: Headers[] = [];
  let refusal: string | null = null;
  const yoga = createYoga<{ request: Request }>({
    logging: false,
    schema: createSchema({
      typeDefs: /* GraphQL */ `
        type Query { count: Int! }
        input ProcessEventInput { id: ID!, name: String!, body: String!, timestamp: String!, brand: String }
        type ProcessedEvent { id: ID! }
        type Mutation { processEvent(input: ProcessEventInput!): ProcessedEvent! }
      `,
      resolvers: {
        Query: { count: () => received.length },
        Mutation: {
          processEvent: (
            _root: unknown,
            { input }: { input: ProcessedInput },
            context: { request: Request },
          ) => {
            if (refusal !== null) throw createGraphQLError(refusal);
            received.push({ ...input });
            headers.push(context.request.headers);
            return { id: input.id };
          },
        },
      },
    }),
  });
  const server = createServer((request, response) => void yoga(request, response));
  const port = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    allow: parseAllowList(`127.0.0.1:${port}`),
    received,
    headers,
    refuseWith: (message) => {
      refusal = message;
    },
    [Symbol.asyncDispose]: async () => {
      await yoga.dispose();
      await closeServer(server);
    },
  };
}
