import { buttonClass, ErrorState, Skeleton } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useTitle } from '../../app/use-title.ts';
import { AvatarEditor } from './avatar-editor.tsx';
import { BannerEditor } from './banner-editor.tsx';
import { ChannelForm } from './channel-form.tsx';
import { useStudioChannel } from './chosen-channel.ts';
import { DeleteChannelSection } from './delete-channel-section.tsx';
import { LinksEditor } from './links-editor.tsx';
import { mayPublishIn, useMyChannels } from './queries.ts';
import { TeamSection } from './team-section.tsx';
import { TrailerField } from './trailer-field.tsx';

export function ChannelEditorPage() {
  const t = useTranslations('channel');
  const describe = useDescribeError();
  const query = useMyChannels();
  const channel = useStudioChannel();
  useTitle(t('editTitle'));
  if (query.isError) return <ErrorState heading="h1" title={t('editTitle')} text={describe(query.error)} />;
  if (!query.data) return <Skeleton className="h-80 max-w-160" />;
  return (
    <div className="max-w-160">
      <div className="flex items-center justify-between gap-4 pb-6">
        <h1 className="text-24 font-semibold">{t('editTitle')}</h1>
        {channel && (
          <Link to="/@{$handle}" params={{ handle: channel.handle }} className={buttonClass('tonal')}>
            {t('view')}
          </Link>
        )}
      </div>
      {channel ? (
        <div key={channel.id} className="flex flex-col gap-6">
          {mayPublishIn(channel) && (
            <>
              <BannerEditor channel={channel} />
              <AvatarEditor channel={channel} />
              <ChannelForm channel={channel} />
              <LinksEditor channel={channel} />
              <TrailerField channel={channel} />
            </>
          )}
          <TeamSection channel={channel} />
          {channel.role === 'owner' && <DeleteChannelSection channel={channel} />}
        </div>
      ) : (
        <p className="text-text-2">{t('none')}</p>
      )}
    </div>
  );
}
