import { type AccessRule, Visibility as Wire } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';

export type Visibility = 'public' | 'unlisted' | 'private';

export interface Rule {
  videoId: string;
  visibility: Visibility;
  ownerAccountId: string;
  accessVersion: number;
  deleted: boolean;
  /** Whoever may watch may also take a file along. */
  downloads: boolean;
}

export function fromWire(rule: AccessRule): Rule {
  const visibility =
    rule.visibility === Wire.PUBLIC ? 'public' : rule.visibility === Wire.UNLISTED ? 'unlisted' : 'private';
  return {
    videoId: rule.videoId,
    visibility,
    ownerAccountId: rule.ownerAccountId,
    accessVersion: Number(rule.accessVersion),
    deleted: rule.deleted,
    downloads: rule.downloads,
  };
}

/** Whether media need a token beside the key. */
export function needsToken(visibility: Visibility): boolean {
  return visibility === 'private';
}
