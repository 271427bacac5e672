import type { WorkspaceRow } from './repo.ts';
import type { SlackAdapter, SlackWorkspace } from './schema.ts';

/** The strongest that the tokens allow. */
const adapterOf = (row: Pick<WorkspaceRow, 'hasAdminToken' | 'hasDiscoveryToken'>): SlackAdapter => {
  if (row.hasDiscoveryToken) return 'discovery';
  return row.hasAdminToken ? 'admin' : 'bot';
};

export const presentWorkspace = (row: WorkspaceRow): SlackWorkspace => ({
  team_id: row.teamId,
  name: row.name,
  adapter: adapterOf(row),
  has_admin_token: row.hasAdminToken,
  has_discovery_token: row.hasDiscoveryToken,
  last_event_at: row.lastEventAt?.toISOString() ?? null,
  rate_limited_at: row.rateLimitedAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
});
