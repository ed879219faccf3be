import type { Client } from '@connectrpc/connect';
import type { Channel, ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';

/** A renamed channel is seen beside comments after this time. */
const KEEP_MS = 5000;
const MOST = 20_000;

interface Speaker {
  author_account_id: string;
  as_channel_id: string | null;
}

/** As which channel somebody is known where they comment, asked of channels at most once per five seconds each. */
export class Authors {
  readonly #channels: Client<typeof ChannelsService>;
  readonly #known = new Map<string, { channel: Channel | undefined; until: number }>();

  constructor(channels: Client<typeof ChannelsService>) {
    this.#channels = channels;
  }

  /** Answers whom a comment is by; undefined for those who are gone. */
  async of(speakers: readonly Speaker[]): Promise<(speaker: Speaker) => Channel | undefined> {
    const now = Date.now();
    const unknown = [...new Set(speakers.map(keyOf))].filter((key) => (this.#known.get(key)?.until ?? 0) <= now);
    if (unknown.length > 0) await this.#ask(unknown, now + KEEP_MS);
    return (speaker) => this.#known.get(keyOf(speaker))?.channel;
  }

  async #ask(keys: readonly string[], until: number): Promise<void> {
    const idsOf = (kind: string) => keys.filter((key) => key.startsWith(kind)).map((key) => key.slice(kind.length));
    const [accountIds, ids] = [idsOf(ACCOUNT).filter(Boolean), idsOf(CHANNEL)];
    const [speakers, named] = await Promise.all([
      accountIds.length > 0 ? this.#channels.getSpeakers({ accountIds }) : { channels: [] },
      ids.length > 0 ? this.#channels.getChannels({ ids }) : { channels: [] },
    ]);
    const found = new Map<string, Channel>([
      ...speakers.channels.map((channel) => [ACCOUNT + channel.ownerAccountId, channel] as const),
      ...named.channels.map((channel) => [CHANNEL + channel.id, channel] as const),
    ]);
    if (this.#known.size > MOST) this.#known.clear();
    for (const key of keys) this.#known.set(key, { channel: found.get(key), until });
  }
}

const ACCOUNT = 'account ';
const CHANNEL = 'channel ';

const keyOf = (speaker: Speaker) =>
  speaker.as_channel_id === null ? ACCOUNT + speaker.author_account_id : CHANNEL + speaker.as_channel_id;
