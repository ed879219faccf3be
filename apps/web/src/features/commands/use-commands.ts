import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { chooseTheme } from '../../app/theme.ts';
import { useAccount, useMayPublish, useSession } from '../../app/use-session.ts';
import { adminPlaces } from '../administration/admin-places.ts';
import { useMyChannels } from '../channels/queries.ts';
import { askFor } from './use-command-keys.ts';

export interface Command {
  id: string;
  label: string;
  /** What it belongs to; shown beside it, and found by. */
  group: string;
  run: () => unknown;
}

/** What this person may do from anywhere. */
export function useCommands(): Command[] {
  const t = useTranslations('commands');
  const app = useTranslations('app');
  const admin = useTranslations('admin');
  const settings = useTranslations('settings');
  const shared = useTranslations('shared');
  const navigate = useNavigate();
  const account = useAccount();
  const session = useSession();
  const mayPublish = useMayPublish();
  const channels = useMyChannels().data ?? [];

  const pages: Command[] = [{ id: 'home', label: app('home'), group: t('pages'), run: () => navigate({ to: '/' }) }];
  const page = (
    id: string,
    label: string,
    to: '/shared' | '/studio' | '/upload' | '/studio/channel' | '/about' | '/login',
  ) => pages.push({ id, label, group: t('pages'), run: () => navigate({ to }) });
  if (session.state === 'anonymous') page('login', app('logIn'), '/login');
  if (account) {
    page('shared', shared('title'), '/shared');
    if (mayPublish) page('upload', app('upload'), '/upload');
    page('videos', app('videos'), '/studio');
    if (channels.length > 0) page('edit-channel', t('editChannel'), '/studio/channel');
    for (const { id, name, handle } of channels) {
      const run = () => navigate({ to: '/@{$handle}', params: { handle } });
      pages.push({ id: `channel-${id}`, label: name, group: t('channels'), run });
    }
    for (const [id, to, label] of [
      ['settings', '/settings', settings('title')],
      ['profile', '/settings/profile', t('profile')],
      ['security', '/settings/security', t('security')],
      ['account', '/settings/account', t('account')],
    ] as const)
      pages.push({ id, label, group: t('settings'), run: () => navigate({ to }) });
    for (const { to, label } of adminPlaces(account.role))
      pages.push({ id: to, label: admin(label), group: app('administration'), run: () => navigate({ to }) });
  }
  page('about', app('about'), '/about');

  const acts: Command[] = (['dark', 'light', 'system'] as const).map((theme) => ({
    id: `theme-${theme}`,
    label: app(theme === 'dark' ? 'themeDark' : theme === 'light' ? 'themeLight' : 'themeSystem'),
    group: app('theme'),
    run: () => chooseTheme(theme),
  }));
  acts.push({ id: 'keys', label: t('keys'), group: t('help'), run: () => askFor('keys') });
  return [...pages, ...acts];
}
