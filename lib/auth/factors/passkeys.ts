import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { clock } from '#lib/platform/clock.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { publicUrl } from '#lib/platform/public-url.ts';
import { throttleAddress } from '#lib/platform/throttle.ts';
import { refuseTaken } from '#lib/platform/unique-fault.ts';
import type { Context } from '../context.ts';
import { requireOwnPassword } from '../require-own-password.ts';
import { changeFactors, requireRemover, requireSelf } from './change-factors.ts';
import {
  deletePasskey,
  findPasskey,
  findPasskeys,
  insertChallenge,
  insertPasskey,
  notePasskeyUse,
  takeChallenge,
} from './repo.ts';
import type { AddedFactor, PasskeyAssertion, PasskeyInput, WithPassword } from './schema.ts';

const CHALLENGE_MS = 5 * 60_000;
const MOST_PASSKEYS = 20;
const SIGN_IN_RULE = { key: 'passkey', what: 'passkey', triesPerWindow: 60, windowSeconds: 60 };

/** Whom browsers bind passkeys to: the host under which people find this installation. */
const relyingParty = (): { origin: string; rpId: string } => {
  const { origin, hostname } = new URL(publicUrl());
  return { origin, rpId: hostname };
};

async function keepChallenge(challenge: string, userId: string | null): Promise<void> {
  const expiresAt = new Date(clock.now().getTime() + CHALLENGE_MS);
  await insertChallenge({ challengeHash: sha256(challenge), userId, expiresAt });
}

/** What the browser needs to make a passkey. @throws AppError `bad_request` (password), `conflict`, `forbidden`. */
export async function startPasskey(
  ctx: Context,
  userId: string,
  { password }: WithPassword,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  requireSelf(ctx, userId);
  const user = await requireOwnPassword(ctx, userId, { password, what: 'A passkey' });
  const known = await findPasskeys(ctx.db, userId);
  if (known.length >= MOST_PASSKEYS) throw new AppError('conflict', `There are ${MOST_PASSKEYS} already.`);
  const options = await generateRegistrationOptions({
    ...{ rpName: 'The Eye', rpID: relyingParty().rpId, userName: user.email, userDisplayName: user.name },
    userID: new TextEncoder().encode(userId),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
    // It opens the account alone, so it has to be found without a name and to know who uses it.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(options.challenge, userId);
  return options;
}

const notTaken = (): AppError =>
  new AppError('bad_request', 'The passkey was not taken: it answers another question than was asked.', {
    details: { errors: [{ path: 'response', message: 'does not belong to this registration' }] },
  });

/** Takes the passkey that the browser made. @throws AppError `bad_request`, `conflict` (known already), `forbidden`. */
export async function addPasskey(ctx: Context, userId: string, input: PasskeyInput): Promise<AddedFactor> {
  requireSelf(ctx, userId);
  const { origin, rpId } = relyingParty();
  const verified = await verifyRegistrationResponse({
    response: input.response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: (challenge) => takeChallenge(sha256(challenge), userId, clock.now()),
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) throw notTaken();
  const { credential, credentialBackedUp } = verified.registrationInfo;
  const recovery_codes = await changeFactors(ctx, {
    ...{ userId, action: 'users.add_factor', change: 'second_factor_added' },
    what: { factor: 'passkey', name: input.name },
    carryOut: (tx) =>
      refuseTaken('response', () =>
        insertPasskey(tx.db, {
          id: uuidv7(),
          userId,
          credentialId: credential.id,
          publicKey: new Uint8Array(credential.publicKey),
          counter: credential.counter,
          transports: input.response.response.transports ?? [],
          name: input.name,
          backedUp: credentialBackedUp,
          createdAt: clock.now(),
        }),
      ),
  });
  return { recovery_codes };
}

/** @throws AppError `bad_request` (password), `forbidden`, `not_found`. */
export async function removePasskey(
  ctx: Context,
  { userId, id }: { userId: string; id: string },
  { password }: WithPassword,
): Promise<void> {
  await requireRemover(ctx, userId, password);
  await changeFactors(ctx, {
    ...{
      userId,
      action: 'users.remove_factor',
      change: 'second_factor_removed',
      what: { factor: 'passkey', id },
    },
    carryOut: async (tx) => {
      if (!(await deletePasskey(tx.db, userId, id)))
        throw new AppError('not_found', 'There is no such passkey.');
    },
  });
}

/** What a browser needs to sign in with whichever passkey it has. @throws AppError `rate_limited` */
export async function askForPasskey(ctx: Context): Promise<PublicKeyCredentialRequestOptionsJSON> {
  await throttleAddress(ctx.address, SIGN_IN_RULE);
  const { rpId } = relyingParty();
  const options = await generateAuthenticationOptions({ rpID: rpId, userVerification: 'required' });
  await keepChallenge(options.challenge, null);
  return options;
}

/** Whose passkey it is, or null for what proves nobody: each challenge counts once. @throws AppError `rate_limited` */
export async function ownerOfPasskey(ctx: Context, assertion: PasskeyAssertion): Promise<string | null> {
  await throttleAddress(ctx.address, SIGN_IN_RULE);
  const passkey = await findPasskey(ctx.db, assertion.id);
  if (!passkey) return null;
  const { origin, rpId } = relyingParty();
  const { credentialId, publicKey, counter } = passkey;
  const verified = await verifyAuthenticationResponse({
    response: assertion as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
    expectedChallenge: (challenge) => takeChallenge(sha256(challenge), null, clock.now()),
    expectedOrigin: origin,
    expectedRPID: rpId,
    credential: { id: credentialId, publicKey: new Uint8Array(publicKey), counter: Number(counter) },
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  const use = { counter: newCounter, backedUp: credentialBackedUp, now: clock.now() };
  await notePasskeyUse(ctx.db, passkey.id, use);
  return passkey.userId;
}
