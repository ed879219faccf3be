import type { VideosContext } from './context.ts';
import { withdrawNow } from './http/withdraw-now.ts';
import type { DepartingOwners } from './store/departing-owners.ts';
import { toAccessRule } from './store/to-access-rule.ts';

const AT_ONCE = 50;

/** Videos of whoever leaves are withheld, then deleted; of whoever stays they are shown again. True while there may be more. */
export async function followOwners(context: VideosContext, owners: DepartingOwners): Promise<boolean | 'quiet'> {
  const owner = await owners.next();
  if (!owner) return 'quiet';
  const ids = await owners.listUnsettled(owner, AT_ONCE);
  for (const id of ids) {
    const changed =
      owner.wanted === 'deleted'
        ? await context.videos.markDeleted(id)
        : await context.videos.withhold(id, owner.wanted === 'withheld');
    if (changed) await withdrawNow(context, toAccessRule(changed));
  }
  if (ids.length === 0) await owners.settle(owner);
  else if (owner.wanted === 'deleted') context.removing.wake();
  return true;
}
