import { Tabs } from '@kinora/ui';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useTitle } from '../../app/use-title.ts';
import { RequireAccount } from '../identity/require-account.tsx';
import { FollowedChannels } from './followed-channels.tsx';
import { FollowedVideos } from './followed-videos.tsx';

export function SubscriptionsPage() {
  const t = useTranslations('subscriptions');
  useTitle(t('title'));
  const { tab = 'videos' } = useSearch({ from: '/subscriptions' });
  const navigate = useNavigate({ from: '/subscriptions' });
  return (
    <div className="gutter pt-6 pb-16 max-phone:pt-4">
      <h1 className="text-24 font-semibold max-phone:text-20">{t('title')}</h1>
      <RequireAccount>
        {({ id }) => (
          <div className="mt-3">
            <Tabs
              label={t('title')}
              value={tab}
              onChange={(next) =>
                void navigate({
                  search: { tab: next === 'channels' ? next : undefined },
                  replace: true,
                  resetScroll: false,
                })
              }
              tabs={[
                { value: 'videos', label: t('videos') },
                { value: 'channels', label: t('channels') },
              ]}
            >
              {(panel) => (
                <div {...panel} className="pt-6">
                  {tab === 'videos' ? <FollowedVideos accountId={id} /> : <FollowedChannels accountId={id} />}
                </div>
              )}
            </Tabs>
          </div>
        )}
      </RequireAccount>
    </div>
  );
}
