import type { ConnectedApp } from '@kinora/sdk';
import { useToast } from '@kinora/ui';
import { AppWindowIcon } from '@phosphor-icons/react/dist/csr/AppWindow';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { queryClient } from '../../app/queries.ts';
import { useScopeNames } from './scope-names.ts';
import { MY_APPS_KEY } from './use-my-apps.ts';

/** Apps that the account has let in, to send them away again. */
export function AppSection({ apps }: { apps: ConnectedApp[] }) {
  const t = useTranslations('apps');
  const describe = useDescribeError();
  const toast = useToast();
  const end = async ({ id, name }: ConnectedApp) => {
    queryClient.setQueryData<ConnectedApp[]>(
      MY_APPS_KEY,
      apps.filter((one) => one.id !== id),
    );
    try {
      await client.apps.end(id);
      toast({ text: t('ended', { name }) });
    } catch (error) {
      queryClient.setQueryData(MY_APPS_KEY, apps);
      toast({ text: describe(error), error: true });
    }
  };
  return (
    <ul className="flex flex-col divide-y divide-line border-y border-line">
      {apps.map((app) => (
        <Row key={app.id} app={app} onEnd={() => void end(app)} />
      ))}
    </ul>
  );
}

function Row({ app, onEnd }: { app: ConnectedApp; onEnd: () => void }) {
  const t = useTranslations('apps');
  const formats = useFormats();
  const { short } = useScopeNames();
  return (
    <ListRow
      icon={<AppWindowIcon size={24} className="shrink-0 text-text-2" aria-hidden />}
      title={<bdi>{app.name}</bdi>}
      text={
        <span className="whitespace-normal">
          {t('used', { age: formats.age(app.lastUsedAt) })}
          <br />
          {short(app.scopes)}
        </span>
      }
      action={{ text: t('end'), name: t('endNamed', { name: app.name }), onClick: onEnd }}
    />
  );
}
