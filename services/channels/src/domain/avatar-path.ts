/** Blob keys are `avatars/{channel}/{picture}.webp`; the address names both, so it never changes its content. */
export function avatarPath(channel: { id: string; avatar_blob: string | null }): string | null {
  const picture = channel.avatar_blob?.split('/').at(-1)?.replace('.webp', '');
  return picture ? `/api/v1/channels/${channel.id}/avatar/${picture}` : null;
}

export function avatarBlobKey(channelId: string, picture: string): string {
  return `avatars/${channelId}/${picture}.webp`;
}
