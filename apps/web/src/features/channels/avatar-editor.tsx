import type { Channel, PictureType } from '@kinora/sdk';
import { Avatar } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { PictureEditor } from '../../app/picture-editor.tsx';
import { channelChanged } from './queries.ts';

export function AvatarEditor({ channel }: { channel: Channel }) {
  const t = useTranslations('channel');
  const save = async (change: Promise<Channel>) => channelChanged(await change, channel.handle);
  return (
    <PictureEditor
      label={t('avatar')}
      hint={t('avatarHint')}
      face={<Avatar name={channel.name} url={channel.avatarUrl} size={88} />}
      hasPicture={channel.avatarUrl !== null}
      put={(file) => save(client.channels.putAvatar(channel.id, file, file.type as PictureType))}
      remove={() => save(client.channels.deleteAvatar(channel.id))}
    />
  );
}
