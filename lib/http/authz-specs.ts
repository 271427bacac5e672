import { checkPermissions } from '#lib/auth/authz/check-permissions.ts';
import { listCombinedPermissions } from '#lib/auth/authz/list-combined-permissions.ts';
import { checkQuery, parseQuery } from '#lib/auth/authz/permission-query.ts';
import { CombinedQuery, PermissionChecks, ValidationBody, ValidationQuery } from '#lib/auth/authz/schema.ts';
import { validatePermissions } from '#lib/auth/authz/validate-permissions.ts';
import { IdParams } from '#lib/platform/schema.ts';
import { sharedSpec } from './endpoint.ts';

// What other services ask all day long: said once, for the route handlers and for the lane in front of the framework.

export const combinedPermissions = sharedSpec({
  identity: 'user_or_client',
  permission: null,
  params: IdParams,
  query: CombinedQuery,
  run: (ctx, { params, query }) => listCombinedPermissions(ctx, params.id, query),
});

export const permissionValidation = sharedSpec({
  identity: 'user_or_client',
  permission: null,
  params: IdParams,
  query: ValidationQuery,
  run: (ctx, { params, query }) =>
    validatePermissions(ctx, params.id, {
      query: parseQuery(query.permissions),
      explain: query.explain === '1',
      atLeast: query.at_least,
    }),
});

export const permissionValidationByBody = sharedSpec({
  identity: 'user_or_client',
  permission: null,
  params: IdParams,
  body: ValidationBody,
  maxBodyBytes: 16 * 1024,
  run: (ctx, { params, body }) =>
    validatePermissions(ctx, params.id, {
      query: checkQuery(body.permissions),
      explain: body.explain,
      atLeast: body.at_least,
    }),
});

export const permissionChecks = sharedSpec({
  identity: 'user_or_client',
  permission: null,
  body: PermissionChecks,
  run: (ctx, { body }) => checkPermissions(ctx, body),
});
