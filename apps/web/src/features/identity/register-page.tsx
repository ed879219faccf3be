import { Notice } from '@kinora/ui';
import { CheckCircleIcon } from '@phosphor-icons/react/dist/csr/CheckCircle';
import { InfoIcon } from '@phosphor-icons/react/dist/csr/Info';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTitle } from '../../app/use-title.ts';
import { useInstance } from '../instance/queries.ts';
import { AuthFrame } from './auth-frame.tsx';
import { RegistrationForm } from './registration-form.tsx';

export function RegisterPage() {
  const t = useTranslations('auth');
  const { next } = useSearch({ from: '/register' });
  const links = useTranslations('mailLinks');
  const instance = useInstance();
  const [waiting, setWaiting] = useState<string>();
  const navigate = useNavigate();
  const welcome = () => navigate({ to: '/welcome', search: { next }, replace: true });
  useTitle(t('makeAccount'));
  return (
    <AuthFrame
      title={t('registerTitle')}
      text={t('registerText')}
      foot={
        <>
          {t('haveAccount')}{' '}
          <Link to="/login" search={{ next }} className="font-semibold text-link hover:underline">
            {t('logIn')}
          </Link>
        </>
      }
    >
      {waiting ? (
        <Notice tone="success" role="status" icon={<CheckCircleIcon size={20} weight="fill" aria-hidden />}>
          {links('waiting', { email: waiting })}
        </Notice>
      ) : instance.data?.registration === 'closed' ? (
        <Notice tone="info" icon={<InfoIcon size={20} aria-hidden />}>
          {links('closed')}
        </Notice>
      ) : (
        <>
          {instance.data?.registration === 'approval' && (
            <Notice tone="info" icon={<InfoIcon size={20} aria-hidden />}>
              {links('approval')}
            </Notice>
          )}
          <RegistrationForm submitLabel={t('register')} onDone={welcome} onWaiting={setWaiting} />
          {instance.data?.rules && (
            <p className="text-14 text-text-2">
              <Link to="/rules" className="text-link hover:underline">
                {links('rules')}
              </Link>
            </p>
          )}
        </>
      )}
    </AuthFrame>
  );
}
