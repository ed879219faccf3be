import type { Channel, PictureType } from '@kinora/sdk';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { PictureEditor } from '../../app/picture-editor.tsx';
import { ChannelBanner } from './channel-banner.tsx';
import { channelChanged } from './queries.ts';

export function BannerEditor({ channel }: { channel: Channel }) {
  const t = useTranslations('channel');
  const save = async (change: Promise<Channel>) => channelChanged(await change, channel.handle);
  return (
    <PictureEditor
      label={t('banner')}
      hint={t('bannerHint')}
      face={<ChannelBanner url={channel.bannerUrl} className="h-30" />}
      hasPicture={channel.bannerUrl !== null}
      put={(file) => save(client.channels.putBanner(channel.id, file, file.type as PictureType))}
      remove={() => save(client.channels.deleteBanner(channel.id))}
    />
  );
}
