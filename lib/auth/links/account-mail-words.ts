import type { ProductMail } from '#lib/mail/compose-mail.ts';

/** What somebody is told to have changed, should it not have been him. */
const CHANGES = {
  password: 'The password of your account was changed.',
  email: 'The address of your account was changed. Mail to this address ends with this one.',
  second_factor_added: 'A second factor was added to your account.',
  second_factor_removed: 'A second factor was removed from your account.',
  recovery_codes: 'The recovery codes of your account were made anew; the old ones open nothing any more.',
  recovery_code_used: 'Somebody signed in to your account with one of its recovery codes.',
} as const;
export type Change = keyof typeof CHANGES;

/** A mail to be sent about an account. `password_reset` may be for an address that nobody has. */
export type AccountMail = { address: string; userId: string | null } & (
  | { kind: 'password_reset' | 'verification' | 'invitation'; data?: Record<string, string> }
  | { kind: 'change'; data: { change: Change; address: string } }
);

type Words = Pick<ProductMail, 'subject' | 'paragraphs'> & { label?: string };

/** What the mail says; `label` names its link. */
export function wordsOf(
  kind: AccountMail['kind'],
  about: { name: string; data: Readonly<Record<string, string>>; url: string },
): Words {
  const { name, data, url } = about;
  switch (kind) {
    case 'password_reset':
      return {
        subject: 'Set a new password for The Eye',
        paragraphs: [
          `Hello ${name}, with this link you set a new password. It opens once, within 30 minutes.`,
          'Setting it ends every session of yours, on every device. A second factor stays as it is.',
          'If you did not ask for this, do nothing: your password stays as it is.',
        ],
        label: 'Set a new password',
      };
    case 'invitation':
      return {
        subject: `${data.inviter ?? 'Somebody'} invites you to The Eye`,
        paragraphs: [
          `Hello ${name}, ${data.inviter ?? 'somebody'} made an account for you in The Eye at ${url}. Choose a password to come in. The link opens once, within 7 days.`,
          'If you do not know what this is about, do nothing: nobody can sign in until a password is chosen.',
        ],
        label: 'Choose a password',
      };
    case 'verification':
      return {
        subject: 'Confirm your address for The Eye',
        paragraphs: [
          `Hello ${name}, confirm that mail to this address reaches you. The link opens once, within 24 hours.`,
          'If you have no account at The Eye, do nothing.',
        ],
        label: 'Confirm the address',
      };
    case 'change':
      return {
        subject: 'Your account at The Eye was changed',
        paragraphs: [
          `Hello ${name}. ${CHANGES[data.change as Change]} It was asked for from ${data.address}.`,
          'If that was not you, set a new password at once and tell whoever manages the users of The Eye.',
        ],
        label: 'Open The Eye',
      };
  }
}
