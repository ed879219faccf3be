import { VISIBILITIES } from '@kinora/contracts/api/video-card.ts';
import { Visibility as WireVisibility } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import type { Caller } from '@kinora/kernel';

export { VISIBILITIES };
export type Visibility = (typeof VISIBILITIES)[number];

const WIRE = {
  public: WireVisibility.PUBLIC,
  unlisted: WireVisibility.UNLISTED,
  private: WireVisibility.PRIVATE,
  password: WireVisibility.PASSWORD,
  members: WireVisibility.MEMBERS,
} as const satisfies Record<Visibility, WireVisibility>;

export function toWireVisibility(visibility: Visibility): WireVisibility {
  return WIRE[visibility];
}

interface Guarded {
  visibility: Visibility;
  owner_account_id: string;
  deleted_at: Date | null;
  /** Its owner is about to leave. */
  withheld: boolean;
  /** People who help with its channel. */
  editor_ids: readonly string[];
  moderator_ids: readonly string[];
}

const OPEN: readonly Visibility[] = ['public', 'unlisted'];

/**
 * Owners, who helps them, and administrators see everything that is not deleted; others what is public, or unlisted by
 * its address. What a password or a list opens besides is found out where one video is asked for.
 */
export function maySee(video: Guarded, caller: Caller): boolean {
  if (video.deleted_at) return false;
  return (OPEN.includes(video.visibility) && !video.withheld) || isInsider(video, caller) || isAdmin(caller);
}

/** Whether its password would open it. */
export function mayTry(video: Guarded): boolean {
  return video.visibility === 'password' && !video.deleted_at && !video.withheld;
}

/** Whose members it is open to; null: there is none. */
export function listThatOpens(video: Guarded & { viewer_list_id: string | null }): string | null {
  return video.visibility === 'members' && !video.deleted_at && !video.withheld ? video.viewer_list_id : null;
}

export function mayEdit(video: Guarded, caller: Caller): boolean {
  if (video.deleted_at || caller.kind !== 'account') return false;
  return caller.accountId === video.owner_account_id || video.editor_ids.includes(caller.accountId);
}

/** Whoever may look at it before others do. */
export function isInsider(video: Guarded, caller: Caller): boolean {
  if (mayEdit(video, caller)) return true;
  return !video.deleted_at && caller.kind === 'account' && video.moderator_ids.includes(caller.accountId);
}

/** Administrators may also take a video down. */
export function mayDelete(video: Guarded, caller: Caller): boolean {
  return mayEdit(video, caller) || (!video.deleted_at && isAdmin(caller));
}

function isAdmin(caller: Caller): boolean {
  return caller.kind === 'account' && caller.role === 'admin';
}
