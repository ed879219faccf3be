import type { VideoDetail, VideoSettings } from '@kinora/sdk';
import { Button, Select, useToast } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { usePublishingChannel } from '../channels/chosen-channel.ts';
import { useChangeVideos } from '../studio/use-change-videos.ts';
import { useTemplates } from '../studio/use-templates.ts';
import { setStartFrom, useStartFrom } from './start-from.ts';
import type { UploadItem } from './upload-queue.ts';

const NOTHING = '';
const LAST = 'last';
/** The last video is looked for behind those that are being uploaded here. */
const LOOKED_AT = 30;

/** What new drafts begin with; those that are here already get it by one click. */
export function StartFromField({ items, onApplied }: { items: UploadItem[]; onApplied: () => void }) {
  const t = useTranslations('templates');
  const toast = useToast();
  const describe = useDescribeError();
  const start = useStartFrom();
  const templates = useTemplates();
  const drafts = items.flatMap(({ videoId }) => videoId ?? []);
  const last = useLastVideo(drafts);
  const changeMany = useChangeVideos();
  const [busy, setBusy] = useState(false);
  const choose = async (choice: string) => {
    const template = templates.find(({ id }) => id === choice);
    if (template) return setStartFrom({ choice, settings: template.settings });
    if (choice !== LAST || !last) return setStartFrom(null);
    try {
      setStartFrom({ choice, settings: settingsOf(await client.videos.get(last.id)) });
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
  };
  const apply = async () => {
    if (!start) return;
    setBusy(true);
    await changeMany(drafts, start.settings);
    setBusy(false);
    onApplied();
  };
  if (!last && templates.length === 0 && !start) return null;
  return (
    <div className="mb-4 flex flex-wrap items-end gap-3">
      <div className="min-w-60 flex-1 phone:max-w-90">
        <Select
          label={t('startFrom')}
          value={start?.choice ?? NOTHING}
          onChange={(event) => void choose(event.currentTarget.value)}
        >
          <option value={NOTHING}>{t('nothing')}</option>
          {last && <option value={LAST}>{t('last', { title: last.title })}</option>}
          {templates.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      {start && drafts.length > 0 && (
        <Button className="h-11" busy={busy} onClick={() => void apply()}>
          {t('putOn', { count: drafts.length })}
        </Button>
      )}
    </div>
  );
}

/** The latest of mine in this channel that is not being uploaded here. */
function useLastVideo(without: string[]): { id: string; title: string } | undefined {
  const channel = usePublishingChannel()?.id;
  const { data } = useQuery({
    queryKey: ['my-videos', 'last', channel],
    queryFn: ({ signal }) => client.videos.mine({ channel, limit: LOOKED_AT, signal }),
    enabled: channel !== undefined,
  });
  return data?.items.find(({ id }) => !without.includes(id));
}

function settingsOf(video: VideoDetail): VideoSettings {
  const {
    description,
    tags,
    visibility,
    viewerListId,
    category,
    language,
    licence,
    commentsAllowed,
    downloadsAllowed,
    mature,
  } = video;
  return {
    description,
    tags,
    // Each video has a password of its own.
    visibility: visibility === 'password' ? 'private' : visibility,
    ...(visibility === 'members' && viewerListId ? { viewerListId } : {}),
    category,
    language,
    licence,
    commentsAllowed,
    downloadsAllowed,
    mature,
    channelId: video.channel.id,
  };
}
