import { classNames } from '@kinora/ui';
import { ClockCounterClockwiseIcon } from '@phosphor-icons/react/dist/csr/ClockCounterClockwise';
import { FilmReelIcon } from '@phosphor-icons/react/dist/csr/FilmReel';
import { HouseIcon } from '@phosphor-icons/react/dist/csr/House';
import { InfoIcon } from '@phosphor-icons/react/dist/csr/Info';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { ShieldIcon } from '@phosphor-icons/react/dist/csr/Shield';
import { SignInIcon } from '@phosphor-icons/react/dist/csr/SignIn';
import { SlidersHorizontalIcon } from '@phosphor-icons/react/dist/csr/SlidersHorizontal';
import { StackIcon } from '@phosphor-icons/react/dist/csr/Stack';
import { UploadSimpleIcon } from '@phosphor-icons/react/dist/csr/UploadSimple';
import { UsersIcon } from '@phosphor-icons/react/dist/csr/Users';
import type { Icon } from '@phosphor-icons/react/dist/lib/types';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useMayPublish, useSession } from './use-session.ts';

interface Place {
  to:
    | '/'
    | '/about'
    | '/admin'
    | '/shared'
    | '/studio'
    | '/upload'
    | '/settings'
    | '/login'
    | '/subscriptions'
    | '/history';
  label: string;
  icon: Icon;
}

function usePlaces(): Place[] {
  const t = useTranslations('app');
  const session = useSession();
  const mayPublish = useMayPublish();
  const home: Place = { to: '/', label: t('home'), icon: HouseIcon };
  const about: Place = { to: '/about', label: t('about'), icon: InfoIcon };
  if (session.state === 'unknown') return [home];
  if (session.state === 'anonymous') return [home, { to: '/login', label: t('logIn'), icon: SignInIcon }, about];
  const looksAfter = session.account.role === 'admin' || session.account.role === 'moderator';
  return [
    home,
    { to: '/subscriptions', label: t('subscriptions'), icon: StackIcon },
    { to: '/history', label: t('history'), icon: ClockCounterClockwiseIcon },
    { to: '/shared', label: t('shared'), icon: UsersIcon },
    { to: '/studio', label: t('videos'), icon: FilmReelIcon },
    ...(mayPublish ? [{ to: '/upload', label: t('upload'), icon: UploadSimpleIcon } as const] : []),
    { to: '/settings', label: t('settings'), icon: SlidersHorizontalIcon },
    ...(looksAfter ? [{ to: '/admin', label: t('manage'), icon: ShieldIcon } as const] : []),
    about,
  ];
}

const isHere = (path: string, place: Place): boolean => path === place.to;

/** 72 wide, or 232 opened. */
export function Rail({ opened }: { opened: boolean }) {
  const t = useTranslations('app');
  const places = usePlaces();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav
      aria-label={t('main')}
      className={classNames(
        'rail sticky top-14 h-[calc(100dvh-56px)] shrink-0 overflow-y-auto px-1.5 pt-1 max-phone:hidden',
        opened ? 'w-58 px-3' : 'w-18',
      )}
    >
      <ul className="flex flex-col gap-0.5">
        {places.map((place) => (
          <li key={place.to}>
            {opened ? (
              <WideLink place={place} here={isHere(path, place)} />
            ) : (
              <NarrowLink place={place} here={isHere(path, place)} />
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NarrowLink({ place, here }: { place: Place; here: boolean }) {
  return (
    <Link
      to={place.to}
      aria-current={here ? 'page' : undefined}
      className={classNames(
        'flex h-14 flex-col items-center justify-center gap-1 rounded-sm text-11 transition-colors duration-(--d-1)',
        here ? 'bg-surface-2 font-semibold text-text-1' : 'text-text-2 hover:bg-surface-1 hover:text-text-1',
      )}
    >
      <place.icon size={24} weight={here ? 'fill' : 'regular'} aria-hidden />
      <span className="max-w-full truncate px-0.5">{place.label}</span>
    </Link>
  );
}

function WideLink({ place, here }: { place: Place; here: boolean }) {
  return (
    <Link
      to={place.to}
      aria-current={here ? 'page' : undefined}
      className={classNames(
        'flex h-10 items-center gap-4 rounded-sm px-3 text-15 transition-colors duration-(--d-1)',
        here ? 'bg-surface-2 font-semibold text-text-1' : 'text-text-2 hover:bg-surface-1 hover:text-text-1',
      )}
    >
      <place.icon size={24} weight={here ? 'fill' : 'regular'} aria-hidden />
      {place.label}
    </Link>
  );
}

export function WidePlaces({ onGo }: { onGo: () => void }) {
  const places = usePlaces();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click
    <ul className="flex flex-col gap-0.5" onClick={onGo}>
      {places.map((place) => (
        <li key={place.to}>
          <WideLink place={place} here={isHere(path, place)} />
        </li>
      ))}
    </ul>
  );
}

/** The phone's: home, create, and what is mine. */
export function BottomBar() {
  const t = useTranslations('app');
  const session = useSession();
  const mayCreate = useMayPublish() || session.state !== 'known';
  const path = useRouterState({ select: (state) => state.location.pathname });
  const mine: Place =
    session.state === 'known'
      ? { to: '/studio', label: t('videos'), icon: FilmReelIcon }
      : { to: '/login', label: t('logIn'), icon: SignInIcon };
  const home: Place = { to: '/', label: t('home'), icon: HouseIcon };
  return (
    <nav
      aria-label={t('main')}
      className={classNames(
        mayCreate ? 'grid-cols-3' : 'grid-cols-2',
        'fixed inset-x-0 bottom-0 z-30 grid border-t border-line bg-bg pb-[env(safe-area-inset-bottom)] phone:hidden',
      )}
    >
      <BottomLink place={home} here={isHere(path, home)} />
      {mayCreate && (
        <div className="flex h-14 items-center justify-center">
          <Link
            to="/upload"
            aria-label={t('create')}
            className="flex h-9 w-11 items-center justify-center rounded-sm bg-ink text-on-ink"
          >
            <PlusIcon size={20} aria-hidden />
          </Link>
        </div>
      )}
      <BottomLink place={mine} here={isHere(path, mine)} />
    </nav>
  );
}

function BottomLink({ place, here }: { place: Place; here: boolean }) {
  return (
    <Link
      to={place.to}
      aria-current={here ? 'page' : undefined}
      className={classNames(
        'flex h-14 flex-col items-center justify-center gap-0.5 text-11',
        here ? 'font-semibold text-text-1' : 'text-text-2',
      )}
    >
      <place.icon size={24} weight={here ? 'fill' : 'regular'} aria-hidden />
      {place.label}
    </Link>
  );
}
