import type { CardsChange, VideoCard, VideoCards, VideoDetail } from '@kinora/sdk';
import { Button, IconButton, Skeleton, Switch } from '@kinora/ui';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { type RefObject, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { SaveState } from '../../app/save-state.tsx';
import { useAutosave } from '../../app/use-autosave.ts';
import { formatTime, type PlayerHandle } from '../playback/player-parts.ts';
import { TimeField } from '../studio/time-field.tsx';
import { readVideoAgain } from '../videos/queries.ts';
import { cardsChanged, useCards } from './queries.ts';
import { TargetSelect } from './target-select.tsx';

const MOST_CARDS = 5;
const END_PLACES = [0, 1] as const;
const NO_END = { videoIds: [], newest: false, channel: false };

interface CardsSectionProps {
  video: VideoDetail;
  player: RefObject<PlayerHandle | null>;
}

/** What the film points out while it plays, and at its end. */
export function CardsSection({ video, player }: CardsSectionProps) {
  const t = useTranslations('cards');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const query = useCards(video, { always: true });
  return (
    <section aria-labelledby="cards-heading" className="flex flex-col gap-4 border-t border-line pt-6">
      {query.data ? (
        <Editor key={video.id} video={video} player={player} saved={query.data} />
      ) : (
        <>
          <h2 id="cards-heading" className="flex min-h-10 items-center text-18 font-semibold">
            {t('heading')}
          </h2>
          {query.isError ? (
            <p role="alert" className="flex flex-wrap items-center gap-3 text-14 text-danger">
              {describe(query.error)}
              <Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>
            </p>
          ) : (
            <Skeleton className="h-24" />
          )}
        </>
      )}
    </section>
  );
}

function Editor({ video, player, saved }: CardsSectionProps & { saved: VideoCards }) {
  const t = useTranslations('cards');
  const describe = useDescribeError();
  const [cards, setCards] = useState(() => changeOf(saved).cards);
  const [end, setEnd] = useState(() => changeOf(saved).endScreen ?? NO_END);
  const save = useAutosave<CardsChange>(async (change) => {
    cardsChanged(video.id, await client.videos.putCards(video.id, change));
    await readVideoAgain(video.id);
  });
  const known = new Map(targetsOf(saved).map((target) => [target.id, target]));
  const change = (next: Partial<CardsChange>) => {
    const whole = { cards, endScreen: end, ...next };
    setCards(whole.cards);
    setEnd(whole.endScreen ?? NO_END);
    save.change(whole);
    void save.flush();
  };
  const lengthMs = video.durationMs ?? Number.POSITIVE_INFINITY;
  const add = () => {
    const atMs = Math.round((player.current?.currentS() ?? 0) * 1000);
    // Two at one moment would hide each other.
    const taken = new Set(cards.map(({ startMs }) => startMs));
    let startMs = Math.min(atMs, Math.max(0, lengthMs - 1000));
    while (taken.has(startMs)) startMs += 1;
    change({ cards: inOrder([...cards, { startMs, videoId: null }]) });
  };
  const select = (place: number, videoId: string) => {
    const ids = END_PLACES.map((each) => (each === place ? videoId : (end.videoIds[each] ?? '')));
    change({ endScreen: { ...end, videoIds: [...new Set(ids.filter((id) => id !== ''))] } });
  };
  return (
    <>
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-3">
        <h2 id="cards-heading" className="text-18 font-semibold">
          {t('heading')}
        </h2>
        <SaveState state={save.state} />
      </header>
      {save.error !== null && save.state === 'failed' && (
        <p role="alert" className="text-13 text-danger">
          {describe(save.error)}
        </p>
      )}
      <p className="max-w-140 text-14 text-text-2">{t('text')}</p>
      {cards.length > 0 && (
        <ol className="flex flex-col gap-3">
          {cards.map((card, index) => {
            const at = formatTime(card.startMs / 1000, lengthMs / 1000);
            return (
              <li key={card.startMs} className="grid grid-cols-[112px_minmax(0,1fr)_40px] items-end gap-2">
                <TimeField
                  label={t('startOf', { number: index + 1 })}
                  ms={card.startMs}
                  wrong={false}
                  onChange={(startMs) => {
                    const others = cards.toSpliced(index, 1);
                    const isFree = startMs < lengthMs && !others.some((other) => other.startMs === startMs);
                    if (isFree) change({ cards: inOrder([...others, { ...card, startMs }]) });
                  }}
                />
                <TargetSelect
                  label={t('leadsTo', { number: index + 1 })}
                  value={card.videoId ?? ''}
                  first={t('theChannel', { name: video.channel.name })}
                  besides={video.id}
                  chosen={known.get(card.videoId ?? '') ?? null}
                  onChange={(id) => change({ cards: cards.with(index, { ...card, videoId: id === '' ? null : id }) })}
                />
                <IconButton
                  label={t('remove', { time: at })}
                  onClick={() => change({ cards: cards.toSpliced(index, 1) })}
                >
                  <XIcon size={20} aria-hidden />
                </IconButton>
              </li>
            );
          })}
        </ol>
      )}
      {cards.length < MOST_CARDS && (
        <Button className="self-start" icon={<PlusIcon size={20} aria-hidden />} onClick={add}>
          {t('add')}
        </Button>
      )}
      <h3 className="pt-2 text-15 font-semibold">{t('atEnd')}</h3>
      <div className="grid gap-4 phone:grid-cols-2">
        {END_PLACES.map((place) => (
          <TargetSelect
            key={place}
            label={t('endVideo', { number: place + 1 })}
            value={end.videoIds[place] ?? ''}
            first={t('nothing')}
            besides={video.id}
            chosen={known.get(end.videoIds[place] ?? '') ?? null}
            onChange={(id) => select(place, id)}
          />
        ))}
      </div>
      <div className="flex flex-wrap gap-x-8">
        <Switch label={t('newest')} on={end.newest} onChange={(newest) => change({ endScreen: { ...end, newest } })} />
        <Switch
          label={t('channelToo')}
          on={end.channel}
          onChange={(channel) => change({ endScreen: { ...end, channel } })}
        />
      </div>
    </>
  );
}

function inOrder(cards: CardsChange['cards']): CardsChange['cards'] {
  return cards.toSorted((a, b) => a.startMs - b.startMs);
}

function changeOf({ cards, endScreen }: VideoCards): CardsChange {
  return {
    cards: cards.map(({ startMs, video }) => ({ startMs, videoId: video?.id ?? null })),
    endScreen: endScreen && {
      videoIds: endScreen.videos.map(({ id }) => id),
      newest: endScreen.withNewest,
      channel: endScreen.withChannel,
    },
  };
}

function targetsOf({ cards, endScreen }: VideoCards): VideoCard[] {
  return [...cards.flatMap(({ video }) => video ?? []), ...(endScreen?.videos ?? [])];
}
