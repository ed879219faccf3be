import { Segments, Tabs } from '@kinora/ui';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { SearchField } from '../../app/search-field.tsx';
import { useTitle } from '../../app/use-title.ts';
import { useStudioChannel } from '../channels/chosen-channel.ts';
import { BlockedPeople } from './blocked-people.tsx';
import { ChannelComments } from './channel-comments.tsx';
import { CommentSettingsForm } from './comment-settings-form.tsx';
import { ModerationLog } from './moderation-log.tsx';
import type { StudioCommentsSearch } from './studio-comments-search.ts';

const MODERATORS = ['owner', 'editor', 'moderator'];

export function StudioCommentsPage() {
  const t = useTranslations('studioComments');
  useTitle(t('title'));
  const { view = 'comments', state, q } = useSearch({ from: '/studio/studio/comments' });
  const navigate = useNavigate({ from: '/studio/comments' });
  const change = (search: StudioCommentsSearch) =>
    void navigate({ search: (before) => ({ ...before, ...search }), replace: true, resetScroll: false });
  const channel = useStudioChannel();
  if (!channel) return null;
  return (
    <>
      <h1 className="py-3 text-24 font-semibold max-phone:text-20">{t('title')}</h1>
      {MODERATORS.includes(channel.role) ? (
        <Tabs
          label={t('title')}
          value={view}
          onChange={(next) => change({ view: next === 'comments' ? undefined : next })}
          tabs={[
            { value: 'comments', label: t('comments') },
            { value: 'people', label: t('people') },
            { value: 'settings', label: t('settings') },
            { value: 'log', label: t('log') },
          ]}
        >
          {(panel) => (
            <div {...panel} className="pt-5">
              {view === 'comments' && (
                <>
                  <div className="flex flex-wrap items-end gap-3 pb-4">
                    <SearchField
                      label={t('search')}
                      value={q ?? ''}
                      onChange={(text) => change({ q: text.trim() || undefined })}
                    />
                    <Segments
                      label={t('which')}
                      value={state ?? 'all'}
                      onChange={(next) => change({ state: next === 'all' ? undefined : next })}
                      options={(['all', 'held', 'removed'] as const).map((value) => ({ value, label: t(value) }))}
                    />
                  </div>
                  <ChannelComments key={channel.id} filter={{ channel: channel.id, state, q }} />
                </>
              )}
              {view === 'people' && <BlockedPeople key={channel.id} channelId={channel.id} />}
              {view === 'settings' && (
                <CommentSettingsForm
                  key={channel.id}
                  channelId={channel.id}
                  mayChange={channel.role === 'owner' || channel.role === 'editor'}
                />
              )}
              {view === 'log' && <ModerationLog key={channel.id} channelId={channel.id} />}
            </div>
          )}
        </Tabs>
      ) : (
        <p className="text-15 text-text-2">{t('notYours')}</p>
      )}
    </>
  );
}
