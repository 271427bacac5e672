import { clock } from '#lib/platform/clock.ts';
import type { Db } from '#lib/platform/db.ts';
import { dial } from '#lib/platform/dial.ts';
import { openSecret } from '#lib/platform/envelope.ts';
import { outboundAllow } from '#lib/platform/outbound-allow.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import { type SmtpLogin, type SmtpResult, sendMail } from '#lib/platform/smtp-session.ts';
import { composeProductMail, type ProductMail } from './compose-mail.ts';
import { findMailSettings, type MailSettingsRow } from './repo.ts';

const TIMEOUT_MS = 20_000;
const SHOWN = 300;

/** `again`: whether it may be tried again as it is (RFC 5321 section 4.2.1: 4yz, or nobody answered). */
export type MailResult =
  | { kind: 'sent'; answer: string }
  | { kind: 'failed'; again: boolean; reason: string }
  | { kind: 'not_set_up' };

function loginOf({ id, loginUser, sealed }: MailSettingsRow): SmtpLogin {
  if (loginUser === null || sealed === null) return { type: 'none' };
  const password = openSecret(sealed, sealedPlace('mail_settings.sealed', id));
  return { type: 'password', user: loginUser, password };
}

function resultOf(result: SmtpResult): MailResult {
  switch (result.kind) {
    case 'sent': {
      const refused = result.refused[0];
      if (refused) return { kind: 'failed', again: false, reason: refused.response.slice(0, SHOWN) };
      return { kind: 'sent', answer: result.response.slice(0, SHOWN) };
    }
    case 'refused':
      return { kind: 'failed', again: result.code < 500, reason: result.response.slice(0, SHOWN) };
    case 'broken':
      return { kind: 'failed', again: true, reason: result.reason.slice(0, SHOWN) };
    case 'timed_out':
      return { kind: 'failed', again: true, reason: `No complete answer within ${TIMEOUT_MS / 1_000} s.` };
  }
}

/** Hands one mail to the mail server that is set up; what goes wrong there is a result. */
export async function sendProductMail(db: Db, mail: ProductMail): Promise<MailResult> {
  const row = await findMailSettings(db);
  if (!row) return { kind: 'not_set_up' };
  const { host, port, fromAddress, fromName } = row;
  const tls = row.tls as 'starttls' | 'implicit' | 'none';
  const ca = row.ca ?? undefined;
  const from = { address: fromAddress, name: fromName };
  const source = await composeProductMail(mail, from, clock.now());
  const dialled = await dial({
    host,
    port,
    tls: tls === 'implicit' ? { ...(ca === undefined ? {} : { ca }) } : tls === 'starttls' ? 'later' : null,
    allow: outboundAllow(),
    timeoutMs: TIMEOUT_MS,
  });
  if (dialled.kind !== 'connected') return { kind: 'failed', again: true, reason: dialled.reason };
  const config = { host, tls, ca, login: loginOf(row) };
  const session = { socket: dialled.socket, config, from: fromAddress, recipients: [mail.to], source };
  return resultOf(await sendMail({ ...session, timeoutMs: TIMEOUT_MS }));
}
