import { picturePath } from '../domain/picture-path.ts';
import type { ChannelRow } from '../store/channels-store.ts';

export function toChannelMessage(row: ChannelRow) {
  return {
    id: row.id,
    handle: row.handle,
    name: row.name,
    avatarPath: picturePath('avatar', row) ?? '',
    ownerAccountId: row.owner_account_id,
    version: BigInt(row.version),
  };
}
