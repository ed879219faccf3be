import type { Client } from '@connectrpc/connect';
import type { Channel, ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';

/** A renamed channel is seen in lists after this time. */
const KEEP_MS = 2000;
const MOST = 10_000;

/** Channels as lists show them, asked of their service at most once per two seconds each. */
export class ChannelCards {
  readonly #channels: Client<typeof ChannelsService>;
  readonly #known = new Map<string, { channel: Channel | undefined; until: number }>();

  constructor(channels: Client<typeof ChannelsService>) {
    this.#channels = channels;
  }

  async get(ids: readonly string[]): Promise<Map<string, Channel>> {
    const now = Date.now();
    const unknown = ids.filter((id) => (this.#known.get(id)?.until ?? 0) <= now);
    if (unknown.length > 0) {
      const { channels } = await this.#channels.getChannels({ ids: unknown });
      const found = new Map(channels.map((channel) => [channel.id, channel]));
      if (this.#known.size > MOST) this.#known.clear();
      for (const id of unknown) this.#known.set(id, { channel: found.get(id), until: now + KEEP_MS });
    }
    return new Map(
      ids.flatMap((id) => {
        const channel = this.#known.get(id)?.channel;
        return channel ? [[id, channel] as const] : [];
      }),
    );
  }
}
