export const PICTURES = ['avatar', 'banner'] as const;
export type PictureKind = (typeof PICTURES)[number];

const FOLDERS = { avatar: 'avatars', banner: 'banners' } as const;

interface Pictured {
  id: string;
  avatar_blob: string | null;
  banner_blob: string | null;
}

/** Blob keys are `avatars/{channel}/{picture}.webp`; the address names both, so it never changes its content. */
export function picturePath(kind: PictureKind, channel: Pictured): string | null {
  const picture = channel[`${kind}_blob`]?.split('/').at(-1)?.replace('.webp', '');
  return picture ? `/api/v1/channels/${channel.id}/${kind}/${picture}` : null;
}

export function pictureBlobKey(kind: PictureKind, channelId: string, picture: string): string {
  return `${FOLDERS[kind]}/${channelId}/${picture}.webp`;
}
