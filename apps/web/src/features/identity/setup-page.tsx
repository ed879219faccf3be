import { buttonClass, Notice } from '@kinora/ui';
import { InfoIcon } from '@phosphor-icons/react/dist/csr/Info';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';
import { useTitle } from '../../app/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { useGoOn } from './next-place.ts';
import { RegistrationForm } from './registration-form.tsx';

export function SetupPage() {
  const t = useTranslations('auth');
  const { token } = useSearch({ from: '/setup' });
  const goOn = useGoOn('/upload');
  const setup = useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => client.identity.setupNeeded(signal) });
  useTitle(t('setupTitle'));
  const problem = setup.data === false ? t('setupDone') : token ? null : t('setupNoToken');
  return (
    <AuthFrame title={t('setupTitle')} text={t('setupText')}>
      {problem ? (
        <>
          <Notice tone="info" icon={<InfoIcon size={20} aria-hidden />}>
            {problem}
          </Notice>
          {setup.data === false && (
            <Link to="/login" className={buttonClass('ink', 'large')}>
              {t('logIn')}
            </Link>
          )}
        </>
      ) : (
        <RegistrationForm
          setupToken={token}
          submitLabel={t('setupMake')}
          onDone={async () => {
            queryClient.setQueryData(['setup'], false);
            await goOn();
          }}
        />
      )}
    </AuthFrame>
  );
}
