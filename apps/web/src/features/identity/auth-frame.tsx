import { Avatar, Mark } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SiteLogo } from '../../app/site-logo.tsx';
import { flatten, usePublicVideos } from '../videos/queries.ts';

/** Form at the start, the picture of a public video beside it. */
export function AuthFrame({
  title,
  text,
  children,
  foot,
}: {
  title: string;
  text: string;
  children: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh">
      <div className="flex w-full flex-col px-18 py-8 max-side:mx-auto max-side:max-w-140 max-phone:px-5 side:w-140 side:shrink-0">
        <Link to="/" className="self-start rounded-sm">
          <SiteLogo />
        </Link>
        <div className="flex flex-1 flex-col justify-center gap-6 py-10">
          <header>
            <h1 className="display text-40">{title}</h1>
            <p className="mt-2 text-16 text-text-2">{text}</p>
          </header>
          {children}
        </div>
        <footer className="min-h-6 text-15 text-text-2">{foot}</footer>
      </div>
      <Picture />
    </div>
  );
}

function Picture() {
  const query = usePublicVideos();
  const video = flatten(query.data).find((one) => one.thumbnailUrl !== null);
  return (
    <div className="relative my-4 me-4 flex-1 overflow-hidden rounded-lg bg-surface-1 max-side:hidden">
      {video?.thumbnailUrl ? (
        <>
          <img src={video.thumbnailUrl} alt="" className="absolute inset-0 size-full object-cover" />
          <div className="absolute inset-x-0 bottom-0 flex items-center gap-3 p-6 pt-24 text-chip-text [background:var(--scrim)]">
            <Avatar name={video.channel.name} url={video.channel.avatarUrl} size={36} />
            <div className="min-w-0">
              <p className="truncate text-15 font-semibold">
                <bdi>{video.title}</bdi>
              </p>
              <p className="truncate text-14 opacity-85">
                <bdi>{video.channel.name}</bdi>
              </p>
            </div>
          </div>
        </>
      ) : (
        query.isFetched && (
          <div className="flex size-full items-center justify-center text-text-1">
            <Mark size={220} />
          </div>
        )
      )}
    </div>
  );
}
