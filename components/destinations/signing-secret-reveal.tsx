import { SecretReveal } from '#components/ui/secret-reveal.tsx';
import type { CreatedDestination } from '#lib/dispatch/schema.ts';

export type SigningSecretRevealProps = { destination: CreatedDestination; onStored: () => void };

/** What was made to sign with, shown once; of a key pair the public half, which receivers need, as well. */
export function SigningSecretReveal({ destination, onStored }: SigningSecretRevealProps) {
  const { name, config, signing_secret: secret } = destination;
  if (secret === undefined) return null;
  const publicKey = typeof config.public_key === 'string' ? config.public_key : null;
  return (
    <SecretReveal
      open
      title={`Signing secret of ${name}`}
      description={
        publicKey === null
          ? 'The receiver checks signatures with it. This is the only time it is shown; it can be rotated later.'
          : 'The receiver needs the public key alone. This is the only time that the private one is shown; it can be rotated later.'
      }
      secrets={[
        { name: publicKey === null ? 'WEBHOOK_SECRET' : 'WEBHOOK_PRIVATE_KEY', value: secret },
        ...(publicKey === null ? [] : [{ name: 'WEBHOOK_PUBLIC_KEY', value: publicKey }]),
      ]}
      fileName={`${name.replace(/[^\w.-]+/g, '-')}.env`}
      onStored={onStored}
    />
  );
}
