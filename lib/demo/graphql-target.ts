import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGraphQLError, createSchema, createYoga } from 'graphql-yoga';
import { sha256 } from '#lib/platform/crypto.ts';

const CALLS_PER_SECOND = 5;
const REFUSED_PER_CENT = 10;
const REMEMBERED = 10_000;
const SHOWN = 50;

type EventInput = { id: string; name: string; body: string; timestamp: string; brand: string | null };

/** Whether the first call with this id is refused: the same ids at every run, about one in ten. */
export function isRefusedAtFirst(id: string): boolean {
  return sha256(id).readUInt16BE(0) % 100 < REFUSED_PER_CENT;
}

/** Lets `limit` calls pass in any second; answers how long the next one has to wait otherwise. */
export function secondWindow(limit: number): (nowMs: number) => number {
  let passed: number[] = [];
  return (nowMs) => {
    passed = passed.filter((at) => nowMs - at < 1_000);
    if (passed.length >= limit) return 1_000 - (nowMs - (passed[0] as number));
    passed.push(nowMs);
    return 0;
  };
}

const remember = <V>(map: Map<string, V>, key: string, value: V): void => {
  map.set(key, value);
  if (map.size > REMEMBERED) map.delete(map.keys().next().value as string);
};

type Store = { processed: Map<string, EventInput>; refused: Map<string, true> };

/** Takes an event once, however often it comes; refuses the first call of about one in ten. */
function processEvent(store: Store, input: EventInput): { id: string; duplicate: boolean } {
  if (store.processed.has(input.id)) return { id: input.id, duplicate: true };
  if (isRefusedAtFirst(input.id) && !store.refused.has(input.id)) {
    remember(store.refused, input.id, true);
    throw createGraphQLError('The target is busy, try again.', { extensions: { code: 'BUSY' } });
  }
  remember(store.processed, input.id, { ...input });
  return { id: input.id, duplicate: false };
}

/** A GraphQL service as customers run them: limited to 5 calls a second, now and then refusing, idempotent by id. */
export function makeGraphqlTarget(
  path: string,
  now: () => number = performance.now.bind(performance),
): (request: IncomingMessage, response: ServerResponse) => void {
  const store: Store = { processed: new Map(), refused: new Map() };
  const waitMs = secondWindow(CALLS_PER_SECOND);
  const yoga = createYoga({
    graphqlEndpoint: path,
    logging: false,
    landingPage: false,
    schema: createSchema({
      typeDefs: /* GraphQL */ `
        type ProcessedEvent { id: ID!, name: String!, body: String!, timestamp: String!, brand: String }
        type Receipt { id: ID!, duplicate: Boolean! }
        input ProcessEventInput { id: ID!, name: String!, body: String!, timestamp: String!, brand: String }
        type Query { "The last events taken, newest first." processedEvents: [ProcessedEvent!]!, processedCount: Int! }
        type Mutation { processEvent(input: ProcessEventInput!): Receipt! }
      `,
      resolvers: {
        Query: {
          processedEvents: () => [...store.processed.values()].slice(-SHOWN).reverse(),
          processedCount: () => store.processed.size,
        },
        Mutation: {
          processEvent: (_root: unknown, { input }: { input: EventInput }) => processEvent(store, input),
        },
      },
    }),
  });
  return (request, response) => {
    const wait = request.method === 'POST' ? waitMs(now()) : 0;
    if (wait === 0) return void yoga(request, response);
    const body = JSON.stringify({ errors: [{ message: `More than ${CALLS_PER_SECOND} calls a second.` }] });
    const headers = { 'content-type': 'application/json', 'retry-after': String(Math.ceil(wait / 1_000)) };
    response.writeHead(429, headers).end(body);
  };
}
