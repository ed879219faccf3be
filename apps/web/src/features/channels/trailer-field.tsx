import type { Channel } from '@kinora/sdk';
import { Select } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { channelChanged } from './queries.ts';

const MOST = 100;

export function TrailerField({ channel }: { channel: Channel }) {
  const t = useTranslations('channel');
  const describe = useDescribeError();
  const [error, setError] = useState<string | null>(null);
  const { data } = useQuery({
    queryKey: ['videos', 'trailers', channel.id],
    queryFn: ({ signal }) => client.videos.list({ channel: channel.id, limit: MOST, signal }),
  });
  const videos = data?.items ?? [];
  const chosen = channel.trailerVideoId ?? '';
  const choose = async (videoId: string) => {
    setError(null);
    try {
      const change = { trailerVideoId: videoId === '' ? null : videoId };
      await channelChanged(await client.channels.update(channel.id, change), channel.handle);
    } catch (failure) {
      setError(describe(failure));
    }
  };
  return (
    <Select
      label={t('trailer')}
      hint={t('trailerHint')}
      error={error}
      value={chosen}
      onChange={(event) => void choose(event.currentTarget.value)}
    >
      <option value="">{t('trailerNone')}</option>
      {data && chosen !== '' && !videos.some(({ id }) => id === chosen) && (
        <option value={chosen}>{t('trailerOther')}</option>
      )}
      {videos.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </Select>
  );
}
