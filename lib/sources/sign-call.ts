import type { SourceRow } from './repo.ts';
import type { SourceScheme } from './schema.ts';
import { schemeOf } from './schemes/registry.ts';
import type { ToSign } from './schemes/scheme.ts';
import { openSourceSecret } from './source-secret.ts';

/** The headers of a call as the sender of this source would sign it; null without a secret that can sign. */
export function signCall(
  { scheme, settings, secrets }: Pick<SourceRow, 'scheme' | 'settings' | 'secrets'>,
  given: ToSign,
): Record<string, string> | null {
  const { signature } = schemeOf(scheme as SourceScheme);
  if (!signature) return {};
  const [newest] = secrets;
  return newest ? signature.sign(given, openSourceSecret(newest), settings) : null;
}

/** Whether it can be: not without a secret, with a public key alone, or with a secret that no key opens any more. */
export function canSign(row: Pick<SourceRow, 'scheme' | 'settings' | 'secrets'>): boolean {
  try {
    return signCall(row, { body: Buffer.alloc(0), id: 'id', atMs: 0 }) !== null;
  } catch {
    return false;
  }
}
