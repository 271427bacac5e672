import { endpoint } from '#lib/http/endpoint.ts';
import { AppError } from '#lib/platform/errors.ts';

const nothingHere = endpoint({
  identity: 'none',
  permission: null,
  run: async () => {
    throw new AppError('not_found', 'There is no such endpoint.');
  },
});

export const GET = nothingHere;
export const POST = nothingHere;
export const PUT = nothingHere;
export const PATCH = nothingHere;
export const DELETE = nothingHere;
