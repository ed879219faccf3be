import { ApiError, type VideoChange, type VideoDetail, type VideoDetails, type Visibility } from '@kinora/sdk';
import { Field, Select, TextArea } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { SaveState } from '../../app/save-state.tsx';
import { useAutosave } from '../../app/use-autosave.ts';
import { useChannelsBeside } from '../channels/queries.ts';
import { videoChanged } from '../videos/queries.ts';
import { DetailsFields } from './details-fields.tsx';
import { ScheduleField } from './schedule-field.tsx';
import { TagField } from './tag-field.tsx';
import { VisibilityField } from './visibility-field.tsx';

const LONGEST_TITLE = 100;
const LONGEST_DESCRIPTION = 5000;

/** Saves itself while somebody writes, and while bytes still flow. */
export function VideoForm({ video }: { video: VideoDetail }) {
  return <OneVideoForm key={video.id} video={video} />;
}

function OneVideoForm({ video }: { video: VideoDetail }) {
  const t = useTranslations('form');
  const errors = useTranslations('errors');
  const describe = useDescribeError();
  const [title, setTitle] = useState(video.title);
  const [description, setDescription] = useState(video.description);
  const [tags, setTags] = useState(video.tags);
  const [visibility, setVisibility] = useState<Visibility>(video.visibility);
  const [premiere, setPremiere] = useState(video.premiere !== null);
  const [details, setDetails] = useState<VideoDetails>(() => detailsOf(video));
  const channels = useChannelsBeside(video.channel.id);
  const [channel, setChannel] = useState(video.channel?.id ?? '');
  const save = useAutosave<VideoChange>(async (change) => {
    await videoChanged(await client.videos.update(video.id, change));
    await queryClient.invalidateQueries({ queryKey: ['my-videos'] });
  });
  const fieldError = (path: string) => (save.error instanceof ApiError ? save.error.fieldError(path) : null);
  const named = [
    'title',
    'description',
    'tags',
    'visibility',
    'password',
    'viewerListId',
    'category',
    'language',
    'licence',
  ].some((path) => fieldError(path) !== null);
  return (
    <form
      className="flex min-w-0 flex-col gap-5"
      onSubmit={(event) => event.preventDefault()}
      onBlur={() => void save.flush()}
    >
      <Field
        label={t('title')}
        value={title}
        dir="auto"
        maxLength={LONGEST_TITLE}
        aside={<SaveState state={save.state} />}
        error={
          title.trim() === ''
            ? t('titleEmpty')
            : (fieldError('title') ?? (save.error && !named ? t('notSaved', { reason: describe(save.error) }) : null))
        }
        end={
          <span className="tabular" aria-hidden>
            {t('count', { now: [...title].length, most: LONGEST_TITLE })}
          </span>
        }
        onChange={(event) => {
          const value = event.currentTarget.value;
          setTitle(value);
          if (value.trim() !== '') save.change({ title: value.trim() });
        }}
      />
      <TextArea
        label={t('description')}
        value={description}
        dir="auto"
        rows={5}
        maxLength={LONGEST_DESCRIPTION}
        hint={
          video.chaptersFrom === 'description'
            ? t('descriptionChapters', { count: video.chapters.length })
            : t('descriptionHint')
        }
        error={fieldError('description')}
        onChange={(event) => {
          setDescription(event.currentTarget.value);
          save.change({ description: event.currentTarget.value });
        }}
      />
      <div className="grid gap-5 phone:grid-cols-2">
        <TagField
          tags={tags}
          error={fieldError('tags')}
          onChange={(next) => {
            setTags(next);
            save.change({ tags: next });
          }}
        />
        <VisibilityField
          video={video}
          visibility={visibility}
          errorOf={fieldError}
          onVisibility={(next) => {
            setVisibility(next);
            // Seen through another door it would be none.
            if (next !== 'private') setPremiere(false);
          }}
          onChange={(change) => {
            save.change(change);
            void save.flush();
          }}
        />
      </div>
      {channels.length > 1 && (
        <Select
          label={t('channel')}
          value={channel}
          error={fieldError('channelId')}
          onChange={(event) => {
            setChannel(event.currentTarget.value);
            save.change({ channelId: event.currentTarget.value });
            void save.flush();
          }}
        >
          {channels.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
      )}
      {visibility !== 'public' && (
        <ScheduleField
          value={video.publishAt}
          error={fieldError('publishAt')}
          onChange={(publishAt) => {
            save.change({ publishAt });
            void save.flush();
          }}
          premiere={premiere}
          premiereOff={
            visibility !== 'private'
              ? t('premierePrivate')
              : video.publishedAt !== null
                ? errors('videos.premiere_was_public')
                : null
          }
          onPremiere={(next) => {
            setPremiere(next);
            save.change({ premiere: next });
            void save.flush();
          }}
        />
      )}
      <DetailsFields
        details={details}
        errorOf={fieldError}
        onChange={(change) => {
          setDetails({ ...details, ...change });
          save.change(change);
          void save.flush();
        }}
      />
    </form>
  );
}

function detailsOf(video: VideoDetail): VideoDetails {
  const { category, language, licence, commentsAllowed, downloadsAllowed, mature } = video;
  return { category, language, licence, commentsAllowed, downloadsAllowed, mature };
}
