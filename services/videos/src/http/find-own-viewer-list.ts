import type { AccountCaller } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import type { ListedRow } from '../store/viewer-lists-store.ts';

export async function findOwnViewerList(context: VideosContext, id: string, caller: AccountCaller): Promise<ListedRow> {
  const list = await context.viewerLists.find(id, caller.accountId);
  if (!list) throw videosErrors.list_not_found();
  return list;
}
