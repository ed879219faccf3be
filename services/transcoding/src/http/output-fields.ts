import { z } from 'zod';

/** SHA-256 in hexadecimal. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const count = z.number().int().min(0);
