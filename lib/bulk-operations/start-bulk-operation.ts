import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { AppError } from '#lib/platform/errors.ts';
import { changeState } from './change-state.ts';
import type { BulkOperation, StartInput } from './schema.ts';

/**
 * Starts what was planned, once whoever starts it has said what it will do.
 * @throws AppError `invalid` for other words than the plan's, `conflict` when it was started, or is void.
 */
export function startBulkOperation(
  ctx: Context,
  id: string,
  { confirmation }: StartInput,
): Promise<BulkOperation> {
  requirePermission(ctx, 'deliveries:write');
  return changeState(ctx, id, {
    ...{ verb: 'start', from: ['planned'], to: 'running' },
    check: (row) => {
      if (row.planned === 0)
        throw new AppError('conflict', 'The plan holds nothing: there is nothing to start.');
      if (confirmation.trim() === row.confirmation) return;
      const message = `has to be "${row.confirmation}", as the plan says it`;
      throw new AppError('invalid', `The confirmation ${message}.`, {
        details: { errors: [{ path: 'confirmation', message }] },
      });
    },
  });
}
