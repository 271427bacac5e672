import { openSecret, sealSecret } from '#lib/platform/envelope.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';

export type WorkspaceSecrets = {
  signing_secret: string;
  bot_token: string;
  admin_token: string | null;
  discovery_token: string | null;
};

export const sealWorkspaceSecrets = (id: string, secrets: WorkspaceSecrets): string =>
  sealSecret(JSON.stringify(secrets), sealedPlace('slack_workspaces.sealed', id));

export const openWorkspaceSecrets = ({ id, sealed }: { id: string; sealed: string }): WorkspaceSecrets =>
  JSON.parse(openSecret(sealed, sealedPlace('slack_workspaces.sealed', id))) as WorkspaceSecrets;
