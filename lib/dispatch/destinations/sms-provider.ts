import type { Outcome } from '../destination.ts';
import type { SmsConfig } from './sms-config.ts';

type SmsCall = { url: string; username: string; password: string; body: string };

/** What differs from one provider to another. */
export type SmsProvider = {
  callFor: (config: SmsConfig, text: string) => SmsCall;
  /** What an answer over HTTP means. */
  readOutcome: (outcome: Outcome) => Outcome;
};
