import { ApiError } from '@kinora/sdk';
import { Button, classNames, Dialog, Field, IconButton, useToast } from '@kinora/ui';
import { TrashIcon } from '@phosphor-icons/react/dist/csr/Trash';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { templatesChanged, useDeleteTemplate, useTemplates } from './use-templates.ts';

/** Keeps the settings of a video under a name; a name that there is already gets them instead. */
export function TemplateDialog({ videoId, onClose: close }: { videoId: string; onClose: () => void }) {
  const t = useTranslations('templates');
  const app = useTranslations('app');
  const toast = useToast();
  const describe = useDescribeError();
  const templates = useTemplates();
  const remove = useDeleteTemplate();
  const [name, setName] = useState('');
  // Undone in its row: what lies behind a dialog cannot be pressed.
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const mark = (id: string, on: boolean) =>
    setGone((ids) => new Set([...ids].filter((each) => each !== id).concat(on ? id : [])));
  const onClose = () => {
    for (const template of templates) if (gone.has(template.id)) remove(template);
    close();
  };
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const wanted = name.trim();
  const known = templates.find((template) => template.name === wanted);
  const run = async (change: () => Promise<unknown>, said: string) => {
    setError(null);
    setBusy(true);
    try {
      await change();
      toast({ text: said });
      await templatesChanged();
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const save = async () => {
    const done = known
      ? await run(() => client.videos.updateTemplate(known.id, { videoId }), t('replaced', { name: wanted }))
      : await run(() => client.videos.createTemplate({ name: wanted, videoId }), t('made', { name: wanted }));
    // One that gets other settings is wanted after all.
    for (const template of done ? templates : [])
      if (gone.has(template.id) && template.id !== known?.id) remove(template);
    if (done) close();
  };
  const fieldError = error instanceof ApiError ? error.fieldError('name') : null;
  return (
    <Dialog open onClose={onClose} title={t('save')} closeLabel={app('close')}>
      <p className="text-14 text-text-2">{t('text')}</p>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== '') void save();
        }}
      >
        <Field
          label={t('name')}
          value={name}
          dir="auto"
          maxLength={60}
          autoComplete="off"
          error={fieldError ?? (error === null ? null : describe(error))}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="ink" className="self-start" busy={busy} disabled={wanted === ''}>
          {known ? t('replace', { name: wanted }) : t('save')}
        </Button>
      </form>
      {templates.length > 0 && (
        <section aria-label={t('mine')} className="flex flex-col gap-1">
          <h3 className="text-13 font-semibold">{t('mine')}</h3>
          <ul>
            {templates.map((template) => (
              <li key={template.id} className="flex items-center justify-between gap-3 text-14">
                <bdi className={classNames('min-w-0 truncate', gone.has(template.id) && 'text-text-3 line-through')}>
                  {template.name}
                </bdi>
                {gone.has(template.id) ? (
                  <Button variant="ghost" onClick={() => mark(template.id, false)}>
                    {app('undo')}
                  </Button>
                ) : (
                  <IconButton label={t('delete', { name: template.name })} onClick={() => mark(template.id, true)}>
                    <TrashIcon size={20} aria-hidden />
                  </IconButton>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
