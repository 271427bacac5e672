import { type SmtpResult, sendMail } from '#lib/platform/smtp-session.ts';
import type { DestinationContract, Outcome, RequestSummary } from '../destination.ts';
import { hideSecrets } from '../secrets.ts';
import { CONTENT_TYPES } from '../shape-message.ts';
import type { EmailConfig } from './email-config.ts';
import { composeMail, type Mail, wordsOf } from './email-message.ts';
import { cut } from './fill-text.ts';

const KEPT = 5_000;
const SHOWN = 300;

const summaryOf = ({ host, port, tls }: EmailConfig, { headers, text, html }: Mail): RequestSummary => ({
  method: 'MAIL',
  url: `${tls === 'implicit' ? 'smtps' : 'smtp'}://${host}:${port}`,
  headers,
  body: text,
  html,
});

/** In the words of RFC 5321 section 4.2.1: 4yz may be tried again as it is, 5yz needs a change first. */
function outcomeOf(result: SmtpResult, request: RequestSummary, timeoutMs: number): Outcome {
  switch (result.kind) {
    case 'sent': {
      const refused = result.refused.map(({ address, response }) => `${address} (${cut(response, SHOWN)})`);
      return {
        result: 'delivered',
        statusCode: Number(/^\d{3}/.exec(result.response)?.[0] ?? 250),
        response: cut(result.response, KEPT),
        // The others have it: sending again would be a repeat to them.
        ...(refused.length > 0 ? { error: `Not taken for ${refused.join(', ')}.` } : {}),
        request,
      };
    }
    case 'refused': {
      const { code, response } = result;
      const words = code >= 500 ? 'The mail server refused for good' : 'The mail server cannot take it now';
      return {
        result: 'refused',
        statusCode: code,
        response: cut(response, KEPT),
        error: `${words}: ${cut(response, SHOWN)}.`,
        request,
      };
    }
    case 'broken':
      return { result: 'unreachable', error: cut(result.reason, SHOWN), request };
    case 'timed_out':
      return { result: 'timed_out', error: `No complete answer within ${timeoutMs} ms.`, request };
  }
}

/** A mail with a text and an HTML part, handed to one mail server. */
export const emailDestination: DestinationContract<EmailConfig> = {
  addresses: ({ host, port, tls }) => ({ host: { host, port, secure: tls !== 'none' } }),
  composeBody: (config, message) => {
    const { subject, text } = wordsOf(config, message);
    return { text: `Subject: ${subject}\n\n${text}`, contentType: CONTENT_TYPES.text };
  },
  send: async (config, message, io) => {
    const { host, port, tls, login, from } = config;
    const mail = await composeMail(config, message, io.now());
    const request = summaryOf(config, mail);
    const timeoutMs = io.remainingMs();
    const trusted = config.ca === undefined ? {} : { ca: config.ca };
    const dialled = await io.dial({
      host,
      port,
      tls: tls === 'implicit' ? trusted : tls === 'starttls' ? 'later' : null,
    });
    if (dialled.kind === 'timed_out') return { result: 'timed_out', error: dialled.reason, request };
    if (dialled.kind !== 'connected') return { result: 'unreachable', error: dialled.reason, request };
    const { socket } = dialled;
    const { recipients, source } = mail;
    const session = { socket, config, from, recipients, source, timeoutMs: io.remainingMs() };
    const outcome = outcomeOf(await sendMail(session), request, timeoutMs);
    if (login.type === 'none' || outcome.response === undefined) return outcome;
    const encoded = Buffer.from(`\0${login.user}\0${login.password}`).toString('base64');
    return { ...outcome, response: hideSecrets(outcome.response, { encoded }) };
  },
};
