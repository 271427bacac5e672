import { sendProductMail } from '#lib/mail/send-product-mail.ts';
import { clock } from '#lib/platform/clock.ts';
import { randomToken, sha256 } from '#lib/platform/crypto.ts';
import { prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { log } from '#lib/platform/log.ts';
import { publicUrl } from '#lib/platform/public-url.ts';
import { findUserForLogin, type LoginUser } from '../user-repo.ts';
import { type AccountMail, wordsOf } from './account-mail-words.ts';
import { type AccountMailRow, claimMail, dropMail, finishMail, postponeMail, putLink } from './repo.ts';

const MINUTE_MS = 60_000;
/** Longer than one attempt may take. */
const ATTEMPT_MS = 2 * MINUTE_MS;
const MAX_ATTEMPTS = 10;
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;

const LINKS = {
  password_reset: { purpose: 'reset', lifeMs: 30 * MINUTE_MS },
  invitation: { purpose: 'invitation', lifeMs: 7 * 24 * 60 * MINUTE_MS },
  verification: { purpose: 'verification', lifeMs: 24 * 60 * MINUTE_MS },
} as const;

/** Whom the mail is for. An invited user has no password to set anew. */
async function recipientOf(row: AccountMailRow): Promise<LoginUser | null> {
  const by = row.userId === null ? { email: row.address } : { id: row.userId };
  const user = await findUserForLogin(prisma(), by);
  if (row.kind === 'change') return user;
  return user?.enabled && user.email === row.address ? user : null;
}

/** The link is made now and not when the mail was asked for: what waits in the store opens nothing. */
async function makeLink(kind: keyof typeof LINKS, user: LoginUser): Promise<string> {
  const { purpose, lifeMs } = LINKS[kind];
  const token = randomToken(32);
  const now = clock.now();
  await putLink(prisma(), {
    id: uuidv7(),
    userId: user.id,
    purpose,
    tokenHash: new Uint8Array(sha256(token)),
    email: user.email,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeMs),
  });
  // Behind the number sign, which no browser sends along: neither logs nor referrers hold it.
  return `${publicUrl()}/account_link#${token}`;
}

/** Sends a mail that waits, or writes down why it could not be and when it is tried again. */
export async function sendAccountMail(id: string): Promise<void> {
  const now = clock.now();
  const row = await claimMail(id, now, new Date(now.getTime() + ATTEMPT_MS));
  if (!row) return;
  const user = await recipientOf(row);
  if (!user) return dropMail(id);
  const kind = row.kind as AccountMail['kind'];
  const url = kind === 'change' ? publicUrl() : await makeLink(kind, user);
  const data = row.data as Record<string, string>;
  const { label = '', ...words } = wordsOf(kind, { name: user.name, data, url: publicUrl() });
  const result = await sendProductMail(prisma(), { id, to: row.address, ...words, link: { label, url } });
  if (result.kind === 'sent') return finishMail(id, { state: 'sent', error: null, now: clock.now() });
  const error = result.kind === 'not_set_up' ? 'No mail server is set up.' : result.reason;
  const again = result.kind === 'failed' && result.again && row.attempts < MAX_ATTEMPTS;
  log.warn({ mail: id, kind, attempts: row.attempts, again, reason: error }, 'a mail could not be sent');
  if (!again) return finishMail(id, { state: 'failed', error, now: clock.now() });
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (row.attempts - 1));
  await postponeMail(id, new Date(clock.now().getTime() + waitMs), error);
}
