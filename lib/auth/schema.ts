import { z } from 'zod';

/** Sign-in: neither field says what a new password or address would have to be like. */
export const SignInInput = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(128),
});
