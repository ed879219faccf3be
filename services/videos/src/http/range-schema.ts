import { z } from 'zod';

/** Start and end in milliseconds. No tuple: Fastify's serializer rewrites those into a form that OpenAPI 3.1 does not have. */
export const rangeSchema = z.array(z.number()).length(2) as unknown as z.ZodType<[number, number]>;
