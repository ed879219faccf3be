import type { Service } from '@kinora/kernel';
import { channels } from '@kinora/service-channels';
import { gateway } from '@kinora/service-gateway';
import { history } from '@kinora/service-history';
import { identity } from '@kinora/service-identity';
import { interactions } from '@kinora/service-interactions';
import { playback } from '@kinora/service-playback';
import { subscriptions } from '@kinora/service-subscriptions';
import { transcoding, transcodingWorker } from '@kinora/service-transcoding';
import { uploads } from '@kinora/service-uploads';
import { videos } from '@kinora/service-videos';

/** Every service and role of Kinora, in the order in which they start. */
export const services: readonly Service[] = [
  identity,
  channels,
  videos,
  uploads,
  transcoding,
  playback,
  subscriptions,
  interactions,
  history,
  transcodingWorker,
  gateway,
];
