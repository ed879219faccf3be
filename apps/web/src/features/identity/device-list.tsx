import type { Session } from '@kinora/sdk';
import { Button, ErrorState, Skeleton, useToast } from '@kinora/ui';
import { DesktopIcon } from '@phosphor-icons/react/dist/csr/Desktop';
import { DeviceMobileIcon } from '@phosphor-icons/react/dist/csr/DeviceMobile';
import { TerminalWindowIcon } from '@phosphor-icons/react/dist/csr/TerminalWindow';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { queryClient } from '../../app/queries.ts';
import { describeDevice } from './describe-device.ts';
import { logOut } from './session-actions.ts';

const KEY = ['sessions'];

export function DeviceList() {
  const t = useTranslations('settings');
  const describe = useDescribeError();
  const toast = useToast();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.identity.sessions(signal) });

  const end = async (session: Session, name: string) => {
    if (session.current) {
      await logOut();
      await navigate({ to: '/' });
      return;
    }
    const before = query.data ?? [];
    queryClient.setQueryData<Session[]>(
      KEY,
      before.filter((one) => one.id !== session.id),
    );
    try {
      await client.identity.endSession(session.id);
      toast({ text: t('signedOut', { device: name }) });
    } catch (error) {
      queryClient.setQueryData(KEY, before);
      toast({ text: describe(error), error: true });
    }
  };
  const endOthers = async () => {
    setBusy(true);
    try {
      const count = await client.identity.endOtherSessions();
      await queryClient.invalidateQueries({ queryKey: KEY });
      toast({ text: t('signedOutOthers', { count }) });
    } catch (error) {
      toast({ text: describe(error), error: true });
    } finally {
      setBusy(false);
    }
  };
  if (query.isPending) return <Skeleton className="h-16 w-full" />;
  if (query.isError) return <ErrorState title={describe(query.error)} text="" />;
  return (
    <div className="flex flex-col items-start gap-4">
      <ul className="flex flex-col divide-y divide-line self-stretch border-y border-line">
        {query.data.map((session) => (
          <Device key={session.id} session={session} onEnd={(name) => void end(session, name)} />
        ))}
      </ul>
      {query.data.some(({ current }) => !current) && (
        <Button variant="tonal" busy={busy} onClick={() => void endOthers()}>
          {t('signOutOthers')}
        </Button>
      )}
    </div>
  );
}

function Device({ session, onEnd }: { session: Session; onEnd: (name: string) => void }) {
  const t = useTranslations('settings');
  const formats = useFormats();
  const device = describeDevice(session.userAgent);
  const name = device.system
    ? t('onSystem', { browser: device.browser, system: device.system })
    : device.browser || t('unknownDevice');
  const Icon =
    device.kind === 'phone' ? DeviceMobileIcon : device.kind === 'program' ? TerminalWindowIcon : DesktopIcon;
  return (
    <ListRow
      icon={<Icon size={24} className="shrink-0 text-text-2" aria-hidden />}
      title={name}
      text={
        <>
          {session.current ? t('thisDevice') : t('lastSeen', { age: formats.age(session.lastSeenAt) })}
          {session.address && ` · ${session.address}`}
        </>
      }
      action={{ text: t('signOut'), name: t('signOutDevice', { device: name }), onClick: () => onEnd(name) }}
    />
  );
}
