import type { ViewerList } from '@kinora/sdk';
import { Button, Dialog, Field, useToast } from '@kinora/ui';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { AddPeopleForm } from './add-people-form.tsx';
import { ListedPeople } from './listed-people.tsx';
import { viewerListsChanged } from './queries.ts';

export function ViewerListSection({ list }: { list: ViewerList }) {
  const t = useTranslations('viewers');
  const heading = useId();
  const [open, setOpen] = useState(list.people === 0);
  const [asked, setAsked] = useState<'name' | 'delete' | null>(null);
  const close = () => setAsked(null);
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-4 border-t border-line pt-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id={heading} className="text-18 font-semibold break-words">
            <bdi>{list.name}</bdi>
          </h2>
          <p className="text-13 text-text-2">{t('counts', { people: list.people, videos: list.videos })}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button variant="tonal" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'hidePeople' : 'showPeople')}
          </Button>
          <Button variant="ghost" onClick={() => setAsked('name')}>
            {t('rename')}
          </Button>
          <Button variant="ghost" onClick={() => setAsked('delete')}>
            {t('delete')}
          </Button>
        </div>
      </div>
      {open && (
        <>
          <ListedPeople listId={list.id} />
          <AddPeopleForm listId={list.id} />
        </>
      )}
      {asked === 'name' && <RenameDialog list={list} onClose={close} />}
      {asked === 'delete' && <DeleteDialog list={list} onClose={close} />}
    </section>
  );
}

function RenameDialog({ list, onClose }: { list: ViewerList; onClose: () => void }) {
  const t = useTranslations('viewers');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const [name, setName] = useState(list.name);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return setError(t('nameEmpty'));
    setBusy(true);
    try {
      await client.viewerLists.rename(list.id, name.trim());
      await viewerListsChanged();
      onClose();
    } catch (failure) {
      setError(describe(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('renameTitle')} closeLabel={app('close')}>
      <form noValidate className="flex flex-col gap-5" onSubmit={(event) => void save(event)}>
        <Field
          label={t('name')}
          value={name}
          maxLength={60}
          dir="auto"
          autoComplete="off"
          error={error}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="ink" className="self-end" busy={busy}>
          {t('rename')}
        </Button>
      </form>
    </Dialog>
  );
}

function DeleteDialog({ list, onClose }: { list: ViewerList; onClose: () => void }) {
  const t = useTranslations('viewers');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const toast = useToast();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await client.viewerLists.delete(list.id);
      toast({ text: t('deleted', { name: list.name }) });
      onClose();
      await queryClient.invalidateQueries();
    } catch (failure) {
      setError(describe(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('deleteTitle', { name: list.name })} closeLabel={app('close')}>
      <p className="text-15 text-text-2">{t('deleteText', { videos: list.videos })}</p>
      {error && (
        <p role="alert" className="text-14 text-danger">
          {error}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="danger" busy={busy} onClick={() => void remove()}>
          {t('delete')}
        </Button>
        <Button variant="tonal" onClick={onClose}>
          {t('keep')}
        </Button>
      </div>
    </Dialog>
  );
}
