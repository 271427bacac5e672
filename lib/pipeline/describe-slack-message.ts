import type { Context } from '#lib/auth/context.ts';
import { listSubjectFindings } from '#lib/findings/list-subject-findings.ts';
import type { FindingPlace } from '#lib/findings/schema.ts';
import { getSlackMessage } from '#lib/slack/get-message.ts';
import type { SharedFile, SlackMessage } from '#lib/slack/schema.ts';

export type DescribedSlackMessage = SlackMessage & { files: SharedFile[]; findings: FindingPlace[] };

/** A message with what was found in it, masked, and where. @throws AppError `not_found`. */
export async function describeSlackMessage(ctx: Context, id: string): Promise<DescribedSlackMessage> {
  const message = await getSlackMessage(ctx, id);
  return { ...message, findings: await listSubjectFindings(ctx, { kind: 'slack', id }) };
}
