import type { IdentityContext } from '../context.ts';
import { originOf } from './origin-of.ts';

/** One name for this site, whichever of its addresses is asked: apps compare it letter by letter. */
export async function issuerOf(context: IdentityContext, raw: Parameters<typeof originOf>[1]): Promise<string> {
  return context.app.publicUrl ?? (await context.instance.get()).address ?? originOf(context, raw);
}
