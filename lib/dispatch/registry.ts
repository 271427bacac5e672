import type { DestinationContract } from './destination.ts';
import { graphqlDestination } from './destinations/graphql.ts';
import { httpDestination } from './destinations/http.ts';
import { logDestination } from './destinations/log.ts';
import type { DestinationKind } from './destinations/schema.ts';

/** Every kind of destination; a new one is its file, its config in `destinations/schema.ts` and a line here. */
const REGISTRY = {
  log: logDestination,
  http: httpDestination,
  graphql: graphqlDestination,
} as const satisfies Record<DestinationKind, unknown>;

/** The contract of a kind. Configs are checked by `contract.config` wherever they come from. */
export function contractOf(kind: DestinationKind): DestinationContract<unknown> {
  return REGISTRY[kind] as DestinationContract<unknown>;
}
