import { z } from 'zod';
import { UnscannableReason } from '../extract/schema.ts';

/** `keep`: the state alone. `notify`: administrators hear of it. `remove`: that, and it is taken out of Slack like a leak. */
export const UnscannableAction = z.enum(['keep', 'notify', 'remove']);
export type UnscannableAction = z.infer<typeof UnscannableAction>;
export const UNSCANNABLE_ACTIONS = UnscannableAction.options;
export const UNSCANNABLE_REASONS = UnscannableReason.options;

/** What is done about a file that could not be looked into, for each reason. */
export const UnscannableRules = z.strictObject({ rules: z.record(UnscannableReason, UnscannableAction) });
export type UnscannableRules = z.infer<typeof UnscannableRules>;
