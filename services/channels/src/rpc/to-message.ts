import { avatarPath } from '../domain/avatar-path.ts';
import type { ChannelRow } from '../store/channels-store.ts';

export function toChannelMessage(row: ChannelRow) {
  return {
    id: row.id,
    handle: row.handle,
    name: row.name,
    avatarPath: avatarPath(row) ?? '',
    ownerAccountId: row.owner_account_id,
    version: BigInt(row.version),
  };
}
