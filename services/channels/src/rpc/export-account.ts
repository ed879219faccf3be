import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';

/** An account has twenty of them at most: one page. */
export const exportAccount = defineRpc({
  method: ChannelsService.method.exportAccount,
  callers: ['identity'],
  async handle(context: ChannelsContext, { accountId }) {
    const rows = await context.channels.listOwned(accountId);
    const pictures = rows.flatMap(({ id, avatar_blob: avatar, banner_blob: banner }) =>
      Object.entries({ avatar, banner }).flatMap(([name, value]) =>
        value === null ? [] : [{ path: `channels/${id}/${name}.webp`, content: { case: 'blobKey' as const, value } }],
      ),
    );
    const channels = rows.map((row) => ({
      id: row.id,
      handle: row.handle,
      name: row.name,
      description: row.description,
      links: row.links,
      trailerVideoId: row.trailer_video_id,
      createdAt: row.created_at.toISOString(),
    }));
    const value = JSON.stringify(channels, null, 2);
    return { files: [{ path: 'channels/channels.json', content: { case: 'text' as const, value } }, ...pictures] };
  },
});
