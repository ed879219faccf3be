import { z } from 'zod';

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(24),
  cursor: z.string().max(2000).optional(),
};
