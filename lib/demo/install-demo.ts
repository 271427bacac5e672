import { wasLastChangedBySystem } from '#lib/audit/was-last-changed-by-system.ts';
import type { Context } from '#lib/auth/context.ts';
import { createClient } from '#lib/clients/create-client.ts';
import { mintTokenFor } from '#lib/clients/mint-token-for.ts';
import { createDestination } from '#lib/dispatch/create-destination.ts';
import { DestinationInput } from '#lib/dispatch/schema.ts';
import { updateDestination } from '#lib/dispatch/update-destination.ts';
import { env } from '#lib/platform/env.ts';
import { demoSigningSecret } from './demo-secret.ts';
import { GRAPHQL_PATH, HOOK_PATH } from './demo-server.ts';
import { findDemoClient, findDemoDestination } from './repo.ts';

const CLIENT_NAME = 'Demo application';
const TOKEN_LIFETIME_SECONDS = 24 * 3600;

/** Quick retries, so that whoever looks on sees them happen. */
const RETRY_PLAN_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
const GRAPHQL_CALLS_PER_SECOND = 5;

type Given = Parameters<typeof DestinationInput.parse>[0];

function demoDestinations(): { name: string; given: Given; config: Record<string, unknown> | null }[] {
  const base = `http://127.0.0.1:${env().DEMO_PORT}`;
  const graphql = { url: base + GRAPHQL_PATH };
  const webhook = { url: base + HOOK_PATH, signing_secret: demoSigningSecret() };
  const shared = { retry_plan_ms: RETRY_PLAN_MS, timeout_ms: 5_000 };
  return [
    { name: 'Demo log', given: { name: 'Demo log', kind: 'log', config: {} }, config: null },
    {
      name: 'Demo webhook',
      given: { ...shared, name: 'Demo webhook', kind: 'http', config: webhook },
      config: webhook,
    },
    {
      name: 'Demo GraphQL',
      given: {
        ...shared,
        name: 'Demo GraphQL',
        kind: 'graphql',
        rate_per_second: GRAPHQL_CALLS_PER_SECOND,
        config: graphql,
      },
      config: graphql,
    },
  ];
}

async function installClient(ctx: Context): Promise<string | null> {
  const known = await findDemoClient(ctx.db, CLIENT_NAME);
  if (known) return known.deletedAt === null && known.enabled ? known.id : null;
  const made = await createClient(ctx, {
    name: CLIENT_NAME,
    max_token_lifetime_seconds: TOKEN_LIFETIME_SECONDS,
  });
  return made.client_id;
}

/**
 * A client to send with and three destinations to deliver to. What somebody deleted stays deleted; the
 * destinations follow the demo's port, which may differ from the last start's.
 * @returns a token for the demo client, null when that was deleted or disabled.
 */
export async function installDemo(ctx: Context): Promise<{ token: string } | null> {
  for (const { name, given, config } of demoDestinations()) {
    const known = await findDemoDestination(ctx.db, name);
    if (!known) await createDestination(ctx, DestinationInput.parse(given));
    else if (known.deletedAt === null) {
      const moved = config !== null && (known.config as { url?: string }).url !== config.url;
      // Disabled by a start without the demo; what a person disabled stays so.
      const retired = !known.enabled && (await wasLastChangedBySystem(ctx, known.id));
      if (moved || retired) {
        await updateDestination(ctx, known.id, {
          ...(retired ? { enabled: true } : {}),
          ...(moved ? { config } : {}),
        });
      }
    }
  }
  const clientId = await installClient(ctx);
  if (clientId === null) return null;
  return { token: await mintTokenFor(ctx, { clientId, lifetimeSeconds: TOKEN_LIFETIME_SECONDS }) };
}

/** Without the demo's receivers, its destinations would only collect failures: they are disabled. */
export async function retireDemo(ctx: Context): Promise<void> {
  for (const { name, config } of demoDestinations()) {
    const known = config === null ? null : await findDemoDestination(ctx.db, name);
    if (known?.enabled && known.deletedAt === null)
      await updateDestination(ctx, known.id, { enabled: false });
  }
}
