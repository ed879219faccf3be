import { type AccessRule, Visibility as Wire } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';

export type Visibility = 'public' | 'unlisted' | 'private' | 'password' | 'members';

export interface Rule {
  videoId: string;
  visibility: Visibility;
  ownerAccountId: string;
  accessVersion: number;
  deleted: boolean;
  /** Whoever may watch may also take a file along. */
  downloads: boolean;
  passwordVersion: number;
  /** Empty where no list is meant. */
  viewerListId: string;
  /** Who helps with its channel. */
  insiders: readonly string[];
  /** A premiere that is to come: its picture is for everybody. */
  announced: boolean;
}

/** What this release does not know is nobody's but the owner's. */
const FROM_WIRE: Partial<Record<Wire, Visibility>> = {
  [Wire.PUBLIC]: 'public',
  [Wire.UNLISTED]: 'unlisted',
  [Wire.PASSWORD]: 'password',
  [Wire.MEMBERS]: 'members',
};

export function fromWire(rule: AccessRule): Rule {
  return {
    videoId: rule.videoId,
    visibility: FROM_WIRE[rule.visibility] ?? 'private',
    ownerAccountId: rule.ownerAccountId,
    accessVersion: Number(rule.accessVersion),
    deleted: rule.deleted,
    downloads: rule.downloads,
    passwordVersion: Number(rule.passwordVersion),
    viewerListId: rule.viewerListId,
    insiders: rule.insiderAccountIds,
    announced: rule.announced,
  };
}

/** Whether media need a token beside the key. */
export function needsToken(visibility: Visibility): boolean {
  return visibility !== 'public' && visibility !== 'unlisted';
}

interface Guarded {
  visibility: Visibility;
  ownerAccountId: string;
  /** Who helps with its channel. */
  insiders: readonly string[];
  /** The accounts on its list. */
  members: ReadonlySet<string>;
}

/** Its owner, or somebody who helps with its channel. */
export function isInsider(video: Pick<Guarded, 'ownerAccountId' | 'insiders'>, accountId: string): boolean {
  return accountId !== '' && (accountId === video.ownerAccountId || video.insiders.includes(accountId));
}

/**
 * May the holder of a token go on? Without an account it stands for a password that was right: its key ends with that
 * password, so nothing but the rule is asked here.
 */
export function mayGoOn(video: Guarded, accountId: string): boolean {
  if (isInsider(video, accountId)) return true;
  if (video.visibility === 'password') return accountId === '';
  return video.visibility === 'members' && accountId !== '' && video.members.has(accountId);
}
