'use client';

import { SecretRotation } from '#components/record/secret-rotation.tsx';
import type { Client, RotatedClient } from '#lib/clients/schema.ts';

/** `radius`: what cutting it off would stop, as a sentence. */
export type SecretPanelProps = { client: Client; denied: string | null; radius: string };

export function SecretPanel({ client, denied, radius }: SecretPanelProps) {
  return (
    <SecretRotation<RotatedClient>
      title="Secret key"
      base="/clients"
      thing={{ id: client.client_id, name: client.name }}
      secrets={client.secrets.map((secret) => ({
        ...secret,
        traces: `${secret.prefix}…${secret.last_four}`,
      }))}
      oldShare={client.old_secret_share}
      denied={denied}
      radius={radius}
      signs="token"
      reveal={(rotated) => [
        { name: 'CLIENT_ID', value: rotated.client_id },
        { name: 'SECRET_KEY', value: rotated.secret_key },
      ]}
    />
  );
}
