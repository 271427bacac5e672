import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { presentWorkspace } from './present-workspace.ts';
import { findWorkspace, saveWorkspace, type WorkspaceRow } from './repo.ts';
import type { SlackWorkspace, WorkspaceInput } from './schema.ts';
import { slackFault } from './slack-fault.ts';
import { slackClient } from './web-client.ts';
import { openWorkspaceSecrets, sealWorkspaceSecrets, type WorkspaceSecrets } from './workspace-secrets.ts';

type Owner = { teamId: string; team: string; userId: string; botId: string | null };
type TokenName = 'bot_token' | 'admin_token' | 'discovery_token';

const refuse = (path: string, message: string): AppError =>
  new AppError('invalid', 'The workspace cannot be connected', { details: { errors: [{ path, message }] } });

/** Whose token it is, as Slack says. @throws AppError `invalid` for one that Slack refuses, `unavailable` when it cannot be asked. */
async function ownerOf(path: TokenName, token: string): Promise<Owner> {
  try {
    const { team_id, team, user_id, bot_id } = await slackClient(token).auth.test();
    return { teamId: team_id ?? '', team: team ?? '', userId: user_id ?? '', botId: bot_id ?? null };
  } catch (error) {
    const { again, reason } = slackFault(error);
    if (again) throw new AppError('unavailable', `Slack could not be asked (${reason}). Try again.`);
    throw refuse(path, `is refused by Slack: ${reason}`);
  }
}

function mergedSecrets(given: WorkspaceInput, known: WorkspaceRow | null): WorkspaceSecrets {
  const before = known && openWorkspaceSecrets(known);
  const needed = (path: 'signing_secret' | 'bot_token'): string => {
    const secret = given[path] ?? before?.[path];
    if (secret === undefined) throw refuse(path, 'is needed');
    return secret;
  };
  const chosen = (path: 'admin_token' | 'discovery_token'): string | null =>
    given[path] === undefined ? (before?.[path] ?? null) : given[path];
  return {
    signing_secret: needed('signing_secret'),
    bot_token: needed('bot_token'),
    admin_token: chosen('admin_token'),
    discovery_token: chosen('discovery_token'),
  };
}

/** Each token is shown to Slack before it is kept: what cannot work is said now, and not when a message has to go. */
async function checkedOwner(secrets: WorkspaceSecrets): Promise<Owner> {
  const bot = await ownerOf('bot_token', secrets.bot_token);
  if (secrets.admin_token !== null) {
    const admin = await ownerOf('admin_token', secrets.admin_token);
    if (admin.teamId !== bot.teamId) throw refuse('admin_token', 'belongs to another workspace than the bot');
  }
  if (secrets.discovery_token !== null) await ownerOf('discovery_token', secrets.discovery_token);
  return bot;
}

const auditForm = ({ team_id, name, has_admin_token, has_discovery_token }: SlackWorkspace) => ({
  team_id,
  name,
  has_admin_token,
  has_discovery_token,
});

/**
 * Connects the workspace, or changes its secrets, which no answer ever holds.
 * @throws AppError `invalid` with the path of the secret at fault, `conflict` when another workspace is connected.
 */
export async function connectWorkspace(ctx: Context, given: WorkspaceInput): Promise<SlackWorkspace> {
  requirePermission(ctx, 'slack:write');
  const known = await findWorkspace(ctx.db);
  const secrets = mergedSecrets(given, known);
  const owner = await checkedOwner(secrets);
  if (known && known.teamId !== owner.teamId) {
    throw new AppError('conflict', `The workspace ${known.name} is connected: disconnect it first.`);
  }
  const id = known?.id ?? uuidv7();
  return inTransaction(ctx, async (tx) => {
    const row = await saveWorkspace(tx.db, {
      id,
      teamId: owner.teamId,
      name: owner.team,
      botUserId: owner.userId,
      botId: owner.botId,
      sealed: sealWorkspaceSecrets(id, secrets),
      hasAdminToken: secrets.admin_token !== null,
      hasDiscoveryToken: secrets.discovery_token !== null,
    });
    const after = presentWorkspace(row);
    await recordAudit(tx, {
      action: known ? 'slack.update' : 'slack.connect',
      subjectType: 'slack_workspace',
      subjectId: id,
      ...(known ? { before: auditForm(presentWorkspace(known)) } : {}),
      // Which secrets were given, never what they are.
      after: { ...auditForm(after), changed: Object.keys(given) },
    });
    return after;
  });
}
