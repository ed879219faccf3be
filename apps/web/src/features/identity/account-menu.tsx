import type { Account } from '@kinora/sdk';
import { Menu, MenuChoice, MenuHeading, MenuItem, MenuLine, useToast } from '@kinora/ui';
import { CommandIcon } from '@phosphor-icons/react/dist/csr/Command';
import { FilmReelIcon } from '@phosphor-icons/react/dist/csr/FilmReel';
import { InfoIcon } from '@phosphor-icons/react/dist/csr/Info';
import { KeyboardIcon } from '@phosphor-icons/react/dist/csr/Keyboard';
import { ShieldIcon } from '@phosphor-icons/react/dist/csr/Shield';
import { SignOutIcon } from '@phosphor-icons/react/dist/csr/SignOut';
import { SlidersHorizontalIcon } from '@phosphor-icons/react/dist/csr/SlidersHorizontal';
import { UserCircleIcon } from '@phosphor-icons/react/dist/csr/UserCircle';
import { UsersIcon } from '@phosphor-icons/react/dist/csr/Users';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { LanguageChoice } from '../../app/language-choice.tsx';
import { chooseTheme, chosenTheme, type Theme } from '../../app/theme.ts';
import { useMyChannels } from '../channels/queries.ts';
import { askFor } from '../commands/use-command-keys.ts';
import { logOut } from './session-actions.ts';

/** Opened as soon as it is there: it is loaded by the press that asks for it. */
export function AccountMenu({ account, face }: { account: Account; face: ReactNode }) {
  const t = useTranslations('app');
  const auth = useTranslations('auth');
  const commands = useTranslations('commands');
  const shared = useTranslations('shared');
  const [open, setOpen] = useState(true);
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  const navigate = useNavigate();
  const toast = useToast();
  const describe = useDescribeError();
  const channel = useMyChannels().data?.[0];
  const leave = async () => {
    try {
      await logOut();
      await navigate({ to: '/' });
      toast({ text: auth('signedOut') });
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
  };
  return (
    <Menu
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          aria-label={t('account')}
          className="flex size-10 items-center justify-center rounded-full"
        >
          {face}
        </button>
      }
    >
      <div className="px-2.5 pt-1.5 pb-2">
        <p className="truncate text-14 font-semibold">
          <bdi>{account.displayName}</bdi>
        </p>
        <p className="truncate text-13 text-text-3">{account.email}</p>
      </div>
      <MenuLine />
      {channel && (
        <MenuItem
          icon={<UserCircleIcon size={20} aria-hidden />}
          onSelect={() => void navigate({ to: '/@{$handle}', params: { handle: channel.handle } })}
        >
          {t('channel')}
        </MenuItem>
      )}
      <MenuItem icon={<FilmReelIcon size={20} aria-hidden />} onSelect={() => void navigate({ to: '/studio' })}>
        {t('videos')}
      </MenuItem>
      <MenuItem icon={<UsersIcon size={20} aria-hidden />} onSelect={() => void navigate({ to: '/shared' })}>
        {shared('title')}
      </MenuItem>
      <MenuItem
        icon={<SlidersHorizontalIcon size={20} aria-hidden />}
        onSelect={() => void navigate({ to: '/settings' })}
      >
        {t('settings')}
      </MenuItem>
      {(account.role === 'admin' || account.role === 'moderator') && (
        <MenuItem icon={<ShieldIcon size={20} aria-hidden />} onSelect={() => void navigate({ to: '/admin' })}>
          {t('administration')}
        </MenuItem>
      )}
      <MenuItem icon={<InfoIcon size={20} aria-hidden />} onSelect={() => void navigate({ to: '/about' })}>
        {t('about')}
      </MenuItem>
      <MenuItem icon={<CommandIcon size={20} aria-hidden />} onSelect={() => askFor('palette')}>
        {commands('title')}
      </MenuItem>
      <MenuItem icon={<KeyboardIcon size={20} aria-hidden />} onSelect={() => askFor('keys')}>
        {commands('keys')}
      </MenuItem>
      <MenuLine />
      <MenuHeading>{t('theme')}</MenuHeading>
      <MenuChoice
        value={theme}
        onChange={(chosen) => {
          setTheme(chosen);
          chooseTheme(chosen);
        }}
        choices={[
          { value: 'system', label: t('themeSystem') },
          { value: 'dark', label: t('themeDark') },
          { value: 'light', label: t('themeLight') },
        ]}
      />
      <MenuLine />
      <LanguageChoice />
      <MenuLine />
      <MenuItem icon={<SignOutIcon size={20} aria-hidden className="rtl:-scale-x-100" />} onSelect={() => void leave()}>
        {t('logOut')}
      </MenuItem>
    </Menu>
  );
}
