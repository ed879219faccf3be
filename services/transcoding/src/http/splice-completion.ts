import { z } from 'zod';
import { count, hash } from './output-fields.ts';

/** `SpliceCompletion` of a worker. */
export const spliceCompletion = z.object({
  kind: z.literal('splice'),
  // Workers of an earlier release do not know of it.
  ownParameters: z.boolean().default(false),
  renditions: z
    .array(
      z.object({
        name: z.string().max(16),
        init: z
          .object({
            codecs: z.string().max(100),
            sha256: hash,
            // Nor of this.
            besideOwn: z.boolean().default(false),
          })
          .nullable(),
        segments: z.array(z.object({ sequence: count, sizeBytes: count, sha256: hash })).max(1000),
      }),
    )
    .max(20),
});
