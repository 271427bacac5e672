import type { SourceRefusalReason } from './refusals/schema.ts';
import { REPLAY_WINDOW_SECONDS } from './schema.ts';
import { schemeOf } from './schemes/registry.ts';
import type { SignedCall } from './schemes/scheme.ts';
import type { CachedSource } from './source-cache.ts';

const NOTHING = Buffer.alloc(0);

/** Why a call is refused that nobody has to read the body of; null when it is worth reading. */
export function faultBeforeBody(
  source: CachedSource,
  headers: SignedCall['headers'],
): SourceRefusalReason | null {
  if (!source.enabled) return 'source_disabled';
  const { signature } = schemeOf(source.scheme);
  if (!signature) return null;
  if (source.secrets.length === 0) return 'no_secret';
  return signature.claim({ headers, body: NOTHING }, source.settings) === null ? 'no_signature' : null;
}

/** The secret that signed the call, null where nothing is verified; or why it is refused. */
export type CheckedCall =
  | { secretId: string | null }
  | { refused: SourceRefusalReason; detail: string | null };

const refuse = (refused: SourceRefusalReason, detail: string | null = null): CheckedCall => ({
  refused,
  detail,
});

/** Whether the call was signed with a secret of the source, of these very bytes and not long ago. */
export function checkCall(source: CachedSource, call: SignedCall, nowMs: number): CheckedCall {
  const { signature } = schemeOf(source.scheme);
  if (!signature) return { secretId: null };
  const claim = signature.claim(call, source.settings);
  if (!claim) return refuse('no_signature');
  const signing = source.secrets.filter(({ secret }) =>
    signature.isSignedWith(claim, secret, source.settings),
  );
  const live = signing.find(({ expiresAtMs }) => expiresAtMs > nowMs);
  if (!live) return refuse(signing.length > 0 ? 'secret_ended' : 'wrong_signature');
  const awaySeconds = claim.atMs === null ? 0 : Math.abs(nowMs - claim.atMs) / 1_000;
  if (awaySeconds <= REPLAY_WINDOW_SECONDS) return { secretId: live.id };
  const side = (claim.atMs as number) < nowMs ? 'ago' : 'ahead';
  return refuse('too_old', `signed ${Math.round(awaySeconds)} s ${side}`);
}
