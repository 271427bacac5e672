import { endpoint } from '#lib/http/endpoint.ts';
import { connectWorkspace } from '#lib/slack/connect-workspace.ts';
import { disconnectWorkspace } from '#lib/slack/disconnect-workspace.ts';
import { getConnection } from '#lib/slack/get-connection.ts';
import { WorkspaceInput } from '#lib/slack/schema.ts';

export const GET = endpoint({ identity: 'user', permission: 'slack:read', run: getConnection });

export const PUT = endpoint({
  identity: 'user',
  permission: 'slack:write',
  body: WorkspaceInput,
  run: (ctx, { body }) => connectWorkspace(ctx, body),
});

export const DELETE = endpoint({
  identity: 'user',
  permission: 'slack:write',
  status: 204,
  run: disconnectWorkspace,
});
