import type { Premiere, VideoDetail } from '@kinora/sdk';
import { Avatar, Button, classNames } from '@kinora/ui';
import { CalendarPlusIcon } from '@phosphor-icons/react/dist/csr/CalendarPlus';
import { ShareFatIcon } from '@phosphor-icons/react/dist/csr/ShareFat';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import { saveText } from '../../app/save-text.ts';
import { Description } from '../playback/description.tsx';
import { shareLink } from '../playback/share-link.ts';
import { readVideoAgain } from '../videos/queries.ts';
import { calendarFile } from './calendar-file.ts';
import { Countdown } from './countdown.tsx';
import { useServerClock } from './server-clock.ts';
import { useLeft } from './use-left.ts';
import './premiere.css';

const ShareDialog = lazy(async () => ({ default: (await import('../playback/share-dialog.tsx')).ShareDialog }));

const LOOK_MS = 1000;
/** Characters; such a one would fill the page. */
const LONG_TITLE = 40;

/** Of a film that all will watch together: what it is, and how long it is until then. It turns into the film by itself. */
export function PremiereScreen({ video, premiere }: { video: VideoDetail; premiere: Premiere }) {
  const t = useTranslations('premiere');
  const watch = useTranslations('watch');
  const formats = useFormats();
  const { now } = useServerClock();
  const leftMs = useLeft(premiere.startsAt, now);
  const [sharing, setSharing] = useState(false);
  useLook(video.id, leftMs === 0);
  const addToCalendar = () => {
    const startsAt = Date.parse(premiere.startsAt);
    const text = calendarFile(video, { startsAt, url: shareLink(location.origin, video.id, null), now: Date.now() });
    saveText(text, { name: `${video.id}.ics`, type: 'text/calendar' });
  };
  return (
    <>
      <div className="premiere-page on-picture" data-theme="dark">
        {video.thumbnailUrl && <img src={video.thumbnailUrl} alt="" className="premiere-picture" />}
        <div className="premiere-text gutter">
          <div className="flex flex-wrap items-center gap-3 text-15">
            <Link
              to="/@{$handle}"
              params={{ handle: video.channel.handle }}
              className="flex min-w-0 items-center gap-3 rounded-sm font-semibold"
            >
              <Avatar name={video.channel.name} url={video.channel.avatarUrl} size={32} />
              <bdi className="truncate">{video.channel.name}</bdi>
            </Link>
            <span aria-hidden>·</span>
            <span>{t('name')}</span>
          </div>
          <h1
            className={classNames(
              'display mt-5 break-words',
              video.title.length > LONG_TITLE ? 'text-40 max-phone:text-30' : 'text-72 max-phone:text-40',
            )}
          >
            <bdi>{video.title}</bdi>
          </h1>
          <div className="mt-4 max-w-140 text-text-1">
            <Description key={video.id} text={video.description} durationS={0} onSeek={() => {}} />
          </div>
          <div className="mt-8">
            {leftMs > 0 ? (
              <Countdown leftMs={leftMs} />
            ) : (
              <p role="status" className="text-24 font-semibold">
                {video.visibility === 'public' ? t('late') : t('beginning')}
              </p>
            )}
          </div>
          <p className="mt-6 text-15 font-semibold">
            <time dateTime={premiere.startsAt}>
              {t('yourTime', { date: formats.dayOfWeek(premiere.startsAt), time: formats.time(premiere.startsAt) })}
            </time>
          </p>
          <div className="mt-4 flex flex-wrap gap-3">
            <Button variant="tonal" icon={<CalendarPlusIcon size={20} aria-hidden />} onClick={addToCalendar}>
              {t('calendar')}
            </Button>
            <Button variant="tonal" icon={<ShareFatIcon size={20} aria-hidden />} onClick={() => setSharing(true)}>
              {watch('share')}
            </Button>
          </div>
        </div>
      </div>
      {sharing && (
        <Suspense fallback={null}>
          <ShareDialog video={video} atS={0} onClose={() => setSharing(false)} />
        </Suspense>
      )}
    </>
  );
}

/** From its time on, until it plays. All come at once: each waits for a part of a second of its own. */
function useLook(videoId: string, isTime: boolean): void {
  useEffect(() => {
    if (!isTime) return;
    let timer = setTimeout(look, Math.random() * LOOK_MS);
    function look() {
      void readVideoAgain(videoId);
      timer = setTimeout(look, LOOK_MS);
    }
    return () => clearTimeout(timer);
  }, [videoId, isTime]);
}
