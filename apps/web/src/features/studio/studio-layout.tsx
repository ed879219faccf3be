import { classNames } from '@kinora/ui';
import { FilmReelIcon } from '@phosphor-icons/react/dist/csr/FilmReel';
import { PaintBrushIcon } from '@phosphor-icons/react/dist/csr/PaintBrush';
import { UploadSimpleIcon } from '@phosphor-icons/react/dist/csr/UploadSimple';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useMayPublish } from '../../app/use-session.ts';
import { ChannelSwitch } from '../channels/channel-switch.tsx';
import { useStudioChannel } from '../channels/chosen-channel.ts';
import { RequireAccount } from '../identity/require-account.tsx';

const PLACES = [
  { to: '/studio', label: 'content', icon: FilmReelIcon },
  { to: '/upload', label: 'uploads', icon: UploadSimpleIcon },
  { to: '/studio/channel', label: 'channel', icon: PaintBrushIcon },
] as const;

export function StudioLayout() {
  return (
    <RequireAccount>
      {() => (
        <div className="flex max-side:flex-col">
          <StudioNavigation />
          <div className="mx-auto w-full max-w-[1440px] min-w-0 flex-1 px-6 pt-3 pb-16 max-phone:px-4">
            <Outlet />
          </div>
        </div>
      )}
    </RequireAccount>
  );
}

/** A list of 232 at the start; on narrow windows a row above. */
function StudioNavigation() {
  const t = useTranslations('studio');
  const path = useRouterState({ select: (state) => state.location.pathname });
  const channel = useStudioChannel();
  const mayPublish = useMayPublish();
  const places = PLACES.filter(({ to }) => mayPublish || to !== '/upload');
  const here = (to: string) => path === to || (to === '/studio' && path.startsWith('/studio/videos/'));
  return (
    <nav
      aria-label={t('sections')}
      className="w-58 shrink-0 px-3 pt-2 side:sticky side:top-14 side:h-[calc(100dvh-56px)] max-side:w-full max-side:px-6 max-phone:px-4"
    >
      {channel && <ChannelSwitch channel={channel} />}
      <ul className="flex flex-col gap-0.5 pt-2 max-side:flex-row max-side:overflow-x-auto max-side:pt-0">
        {places.map((place) => (
          <li key={place.to}>
            <Link
              to={place.to}
              aria-current={here(place.to) ? 'page' : undefined}
              className={classNames(
                'flex h-10 items-center gap-3 rounded-sm px-2.5 text-15 whitespace-nowrap transition-colors duration-(--d-1)',
                here(place.to)
                  ? 'bg-surface-2 font-semibold text-text-1'
                  : 'text-text-2 hover:bg-surface-1 hover:text-text-1',
              )}
            >
              <place.icon size={20} weight={here(place.to) ? 'fill' : 'regular'} aria-hidden />
              {t(place.label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
