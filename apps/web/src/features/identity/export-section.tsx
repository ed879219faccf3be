import type { AccountExport } from '@kinora/sdk';
import { Button, ErrorState, Notice, Skeleton, Switch } from '@kinora/ui';
import { CheckCircleIcon } from '@phosphor-icons/react/dist/csr/CheckCircle';
import { PackageIcon } from '@phosphor-icons/react/dist/csr/Package';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { queryClient } from '../../app/queries.ts';
import { FormError } from './form-error.tsx';

const KEY = ['export'];
const LOOK_MS = 2000;

/** Everything of mine as an archive: asked for, made, downloaded. */
export function ExportSection() {
  const describe = useDescribeError();
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => client.exports.latest(signal),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? LOOK_MS : false),
  });
  if (query.isPending) return <Skeleton className="h-10 w-60" />;
  if (query.isError) return <ErrorState title={describe(query.error)} text="" />;
  const made = query.data;
  return (
    <div className="flex flex-col items-start gap-5">
      {made && <State made={made} />}
      {made?.state !== 'waiting' && <Ask again={made?.state === 'ready'} />}
    </div>
  );
}

function State({ made }: { made: AccountExport }) {
  const t = useTranslations('exports');
  const describe = useDescribeError();
  const formats = useFormats();
  const [error, setError] = useState<string>();
  const download = async () => {
    setError(undefined);
    try {
      location.assign(await client.exports.link());
    } catch (failure) {
      setError(describe(failure));
    }
  };
  if (made.state === 'waiting') {
    return (
      <Notice tone="info" role="status" icon={<PackageIcon size={20} aria-hidden />}>
        {t('waiting')}
      </Notice>
    );
  }
  if (made.state === 'failed') {
    return (
      <Notice tone="danger" role="status" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
        {t('failed')}
      </Notice>
    );
  }
  const facts = {
    date: formats.date(made.createdAt),
    size: formats.bytes(made.sizeBytes ?? 0),
    until: formats.date(made.expiresAt ?? ''),
  };
  return (
    <>
      <Notice tone="success" role="status" icon={<CheckCircleIcon size={20} weight="fill" aria-hidden />}>
        {t(made.withFilms ? 'readyWithFilms' : 'ready', facts)}
      </Notice>
      <FormError text={error} />
      <Button variant="ink" onClick={() => void download()}>
        {t('download')}
      </Button>
    </>
  );
}

function Ask({ again }: { again: boolean }) {
  const t = useTranslations('exports');
  const describe = useDescribeError();
  const [withFilms, setWithFilms] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const ask = async () => {
    setBusy(true);
    setError(undefined);
    try {
      queryClient.setQueryData(KEY, await client.exports.create({ withFilms }));
    } catch (failure) {
      setError(describe(failure));
    }
    setBusy(false);
  };
  return (
    <>
      <div>
        <Switch label={t('withFilms')} on={withFilms} onChange={setWithFilms} />
        <p className="text-13 text-text-3">{t('withFilmsText')}</p>
      </div>
      <FormError text={error} />
      <Button variant="tonal" busy={busy} onClick={() => void ask()}>
        {again ? t('again') : t('ask')}
      </Button>
    </>
  );
}
