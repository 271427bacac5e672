import type { z } from 'zod';
import { systemContext } from '#lib/auth/context.ts';
import { createClient } from '#lib/clients/create-client.ts';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { ClientInput } from '#lib/clients/schema.ts';
import { uuidv7 } from '#lib/platform/ids.ts';

export type TestClient = { id: string; secretKey: string; token: string };

/** A client application with a token it signed itself, good for an hour. */
export async function makeClient(
  input: Omit<z.input<typeof ClientInput>, 'name'> & { name?: string } = {},
): Promise<TestClient> {
  const made = await createClient(
    systemContext('tests'),
    ClientInput.parse({ name: `client ${uuidv7()}`, ...input }),
  );
  const [id, secretKey] = [made.client_id, made.secret_key];
  return { id, secretKey, token: mintClientToken({ clientId: id, secretKey, lifetimeSeconds: 3_600 }) };
}
