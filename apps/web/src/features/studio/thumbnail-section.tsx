import type { PictureType, VideoDetail } from '@kinora/sdk';
import { Button, useToast } from '@kinora/ui';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { PictureEditor } from '../../app/picture-editor.tsx';
import type { PlayerHandle } from '../playback/player-parts.ts';
import { refetchVideo } from '../videos/queries.ts';

/** Where in the film suggestions are looked for; beginnings and ends are black or say who made it. */
const SUGGESTED_AT = [0.15, 0.4, 0.65, 0.85];
const LOOK_MS = 400;
const LOOKS = 12;

/** The picture that stands for the video: found by processing, taken from the film, or chosen from this device. */
export function ThumbnailSection({ video, player }: { video: VideoDetail; player: RefObject<PlayerHandle | null> }) {
  const t = useTranslations('thumbnail');
  const describe = useDescribeError();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [suggestions, suggest] = useSuggestions(video, player);
  const put = async (image: Blob) => {
    await client.videos.putThumbnail(video.id, image, image.type as PictureType);
    await shown(video);
  };
  const take = async (picture: () => Promise<Blob | null> | undefined) => {
    setBusy(true);
    try {
      const image = await picture();
      if (image) {
        await put(image);
        toast({ text: t('taken') });
      } else toast({ text: t('nothingShown'), error: true });
    } catch (error) {
      toast({ text: describe(error), error: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-labelledby="thumbnail-heading" className="flex flex-col gap-4 border-t border-line pt-6">
      <header className="flex min-h-10 items-center">
        <h2 id="thumbnail-heading" className="text-18 font-semibold">
          {t('heading')}
        </h2>
      </header>
      <PictureEditor
        label={t(video.ownThumbnail ? 'own' : 'found')}
        hint={t('hint')}
        face={<Face url={video.thumbnailUrl} />}
        hasPicture={video.ownThumbnail}
        put={put}
        remove={async () => {
          await client.videos.deleteThumbnail(video.id);
          await shown(video);
        }}
      />
      {video.playback && (
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap gap-2">
            <Button busy={busy} onClick={() => void take(() => player.current?.capture())}>
              {t('takeShown')}
            </Button>
            <Button variant="ghost" busy={suggestions === 'looking'} onClick={() => void suggest()}>
              {t('suggest')}
            </Button>
          </div>
          {Array.isArray(suggestions) && (
            <ul className="grid grid-cols-4 gap-2 max-phone:grid-cols-2">
              {suggestions.map(({ url, image }, index) => (
                <li key={url}>
                  <button
                    type="button"
                    disabled={busy}
                    onClick={() => void take(async () => image)}
                    aria-label={t('takeSuggested', { number: index + 1 })}
                    className="block w-full overflow-hidden rounded-md border-0 bg-transparent p-0 hover:opacity-85"
                  >
                    <img src={url} alt="" className="block aspect-video w-full object-cover" />
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </section>
  );
}

function Face({ url }: { url: string | null }) {
  return (
    <div className="aspect-video w-60 overflow-hidden rounded-md bg-surface-2 max-phone:w-full">
      {url && <img src={url} alt="" className="size-full object-cover" />}
    </div>
  );
}

interface Suggestion {
  image: Blob;
  url: string;
}

/** Pictures of the film as it plays here; the player looks through it and comes back to where it was. */
function useSuggestions(
  { durationMs, availableMs }: VideoDetail,
  player: RefObject<PlayerHandle | null>,
): [Suggestion[] | 'looking' | null, () => Promise<void>] {
  const [found, setFound] = useState<Suggestion[] | 'looking' | null>(null);
  useEffect(
    () => () => {
      if (Array.isArray(found)) for (const { url } of found) URL.revokeObjectURL(url);
    },
    [found],
  );
  const suggest = async () => {
    const { current } = player;
    const lengthS = Math.min(durationMs ?? Number.POSITIVE_INFINITY, availableMs ?? 0) / 1000;
    if (!current || lengthS <= 0) return;
    setFound('looking');
    const beforeS = current.currentS();
    current.pause();
    const images: Blob[] = [];
    for (const share of SUGGESTED_AT) {
      const image = await current.captureAt(lengthS * share);
      if (image) images.push(image);
    }
    current.seek(beforeS);
    setFound(images.map((image) => ({ image, url: URL.createObjectURL(image) })));
  };
  return [found, suggest];
}

/** Resolves when pages show the change; another service has to hear of it first. */
async function shown(before: VideoDetail): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const now = await refetchVideo(before.id);
    if (now.thumbnailUrl !== before.thumbnailUrl || !now.playback) return;
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
}
