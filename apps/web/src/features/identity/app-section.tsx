import type { ConnectedApp } from '@kinora/sdk';
import { AppWindowIcon } from '@phosphor-icons/react/dist/csr/AppWindow';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AskDialog } from '../../app/ask-dialog.tsx';
import { client } from '../../app/client.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { queryClient } from '../../app/queries.ts';
import { useScopeNames } from './scope-names.ts';
import { MY_APPS_KEY } from './use-my-apps.ts';

/** Apps that the account has let in, to send them away again. */
export function AppSection({ apps }: { apps: ConnectedApp[] }) {
  const t = useTranslations('apps');
  const [ended, setEnded] = useState<ConnectedApp>();
  const refresh = () => queryClient.invalidateQueries({ queryKey: MY_APPS_KEY });
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {apps.map((app) => (
          <Row key={app.id} app={app} onEnd={() => setEnded(app)} />
        ))}
      </ul>
      {ended && (
        <AskDialog
          title={t('endNamed', { name: ended.name })}
          text={t('endText')}
          act={t('end')}
          done={t('ended', { name: ended.name })}
          onAct={() => client.apps.end(ended.id).finally(refresh)}
          onClose={() => setEnded(undefined)}
        />
      )}
    </>
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
