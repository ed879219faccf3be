import { z } from 'zod';

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(2000).optional(),
};

export const idParams = z.object({ id: z.string().max(40) });
