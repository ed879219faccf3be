import type { Bell } from '@kinora/sdk';
import { Button, Menu, MenuChoice, MenuItem, MenuLine } from '@kinora/ui';
import { BellIcon } from '@phosphor-icons/react/dist/csr/Bell';
import { BellRingingIcon } from '@phosphor-icons/react/dist/csr/BellRinging';
import { BellSlashIcon } from '@phosphor-icons/react/dist/csr/BellSlash';
import { CaretDownIcon } from '@phosphor-icons/react/dist/csr/CaretDown';
import { UserMinusIcon } from '@phosphor-icons/react/dist/csr/UserMinus';
import type { Icon } from '@phosphor-icons/react/dist/lib/types';
import { useTranslations } from 'use-intl';
import { useLogInFirst } from '../identity/use-log-in-first.ts';
import { useFollow, useSubscription } from './queries.ts';

const BELLS: Record<Bell, Icon> = { all: BellRingingIcon, personalised: BellIcon, none: BellSlashIcon };

export interface SubscribeButtonProps {
  channel: { id: string; name: string };
}

export function SubscribeButton({ channel }: SubscribeButtonProps) {
  const t = useTranslations('subscriptions');
  const { data } = useSubscription(channel.id);
  const follow = useFollow(channel.id);
  const mayGoOn = useLogInFirst();
  if (!data?.subscribed || data.bell === null) {
    return (
      <Button
        variant="ink"
        aria-label={t('subscribeTo', { name: channel.name })}
        onClick={() => mayGoOn() && follow.mutate('personalised')}
      >
        {t('subscribe')}
      </Button>
    );
  }
  const Shown = BELLS[data.bell];
  const trigger = (
    <Button
      variant="tonal"
      icon={<Shown size={20} aria-hidden />}
      aria-label={t('subscribedTo', { name: channel.name, bell: t(`bells.${data.bell}`) })}
    >
      {t('subscribed')}
      <CaretDownIcon size={16} aria-hidden />
    </Button>
  );
  return (
    <Menu trigger={trigger}>
      <MenuChoice
        value={data.bell}
        onChange={(bell: Bell) => follow.mutate(bell)}
        choices={(['all', 'personalised', 'none'] as const).map((bell) => {
          const Choice = BELLS[bell];
          return { value: bell, label: t(`bells.${bell}`), icon: <Choice size={20} aria-hidden /> };
        })}
      />
      <MenuLine />
      <MenuItem icon={<UserMinusIcon size={20} aria-hidden />} onSelect={() => follow.mutate(null)}>
        {t('unsubscribe')}
      </MenuItem>
    </Menu>
  );
}
