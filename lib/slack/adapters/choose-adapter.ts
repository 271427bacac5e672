import type { WorkspaceRow } from '../repo.ts';
import type { SlackAdapter } from '../schema.ts';
import { openWorkspaceSecrets } from '../workspace-secrets.ts';
import type { Adapter } from './adapter.ts';
import { adminAdapter } from './admin-adapter.ts';
import { botAdapter } from './bot-adapter.ts';
import { discoveryAdapter } from './discovery-adapter.ts';

/** The strongest adapter that the tokens allow. */
export function chooseAdapter(workspace: WorkspaceRow): Adapter {
  const { discovery_token, admin_token } = openWorkspaceSecrets(workspace);
  if (discovery_token !== null) return discoveryAdapter(discovery_token, workspace.teamId);
  return admin_token === null ? botAdapter : adminAdapter(admin_token);
}

/** The one that hid a message; null when its token is not there any more. */
export function adapterNamed(workspace: WorkspaceRow, name: SlackAdapter | null): Adapter | null {
  const { discovery_token, admin_token } = openWorkspaceSecrets(workspace);
  if (name === 'discovery')
    return discovery_token === null ? null : discoveryAdapter(discovery_token, workspace.teamId);
  if (name === 'admin') return admin_token === null ? null : adminAdapter(admin_token);
  return botAdapter;
}
