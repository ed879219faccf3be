import type { Instance, InstanceChange } from '@kinora/sdk';
import { Field, Skeleton, TextArea } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { SaveState } from '../../app/save-state.tsx';
import { useAutosave } from '../../app/use-autosave.ts';
import { instanceChanged, useInstance } from '../instance/queries.ts';
import { RichText } from '../instance/rich-text.tsx';
import { AdminPage, AdminSection } from './admin-frame.tsx';
import { HueField } from './hue-field.tsx';
import { LogoEditor } from './logo-editor.tsx';

export function InstancePage() {
  const t = useTranslations('site');
  const describe = useDescribeError();
  const query = useInstance();
  return (
    <AdminPage title={t('title')} text={t('text')}>
      {query.isPending && <Skeleton className="h-60 w-full" />}
      {query.isError && <p className="text-14 text-text-2">{describe(query.error)}</p>}
      {query.data && <Form instance={query.data} />}
    </AdminPage>
  );
}

function Form({ instance }: { instance: Instance }) {
  const t = useTranslations('site');
  const describe = useDescribeError();
  const [draft, setDraft] = useState(instance);
  const save = useAutosave<InstanceChange>(async (change) => instanceChanged(await client.instance.update(change)));
  const change = (more: InstanceChange) => {
    setDraft({ ...draft, ...more });
    if (more.name === undefined || more.name.trim() !== '') save.change(more);
  };
  const flush = () => void save.flush();
  return (
    <>
      <AdminSection title={t('looks')}>
        <div className="flex max-w-160 flex-col gap-6">
          <Field
            label={t('name')}
            hint={t('nameHint')}
            error={draft.name.trim() === '' ? t('nameEmpty') : save.error ? describe(save.error) : null}
            maxLength={60}
            value={draft.name}
            aside={<SaveState state={save.state} />}
            onChange={(event) => change({ name: event.currentTarget.value })}
            onBlur={flush}
          />
          <LogoEditor logoUrl={instance.logoUrl} />
          <HueField hue={draft.accentHue} onChange={(accentHue) => change({ accentHue })} />
        </div>
      </AdminSection>
      <AdminSection title={t('pages')} text={t('pagesText')}>
        {(['about', 'rules'] as const).map((part) => (
          <div key={part} className="grid grid-cols-2 gap-6 max-side:grid-cols-1">
            <TextArea
              label={t(part)}
              rows={10}
              dir="auto"
              maxLength={20_000}
              value={draft[part]}
              aside={<SaveState state={save.state} />}
              onChange={(event) => change({ [part]: event.currentTarget.value })}
              onBlur={flush}
            />
            <div className="flex min-w-0 flex-col gap-1.5">
              <p className="flex min-h-5 items-end text-13 font-semibold">{t('preview')}</p>
              <section
                aria-label={t('previewOf', { page: t(part) })}
                className="rounded-sm bg-surface-1 px-4 py-3 break-words"
              >
                {draft[part].trim() === '' ? (
                  <p className="text-14 text-text-3">{t('previewEmpty')}</p>
                ) : (
                  <RichText source={draft[part]} />
                )}
              </section>
            </div>
          </div>
        ))}
      </AdminSection>
    </>
  );
}
