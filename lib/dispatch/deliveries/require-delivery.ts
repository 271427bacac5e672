import { AppError } from '#lib/platform/errors.ts';
import { type DeliveryRow, findDelivery } from './repo.ts';

/** @throws AppError `not_found`. */
export async function requireDelivery(id: string): Promise<DeliveryRow> {
  const row = await findDelivery(id);
  if (!row) throw new AppError('not_found', 'There is no delivery with this id.');
  return row;
}
