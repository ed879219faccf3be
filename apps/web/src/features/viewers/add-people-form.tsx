import { Button, TextArea, useToast } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { viewerListsChanged } from './queries.ts';

/** One paste and one press: what names nobody stays in the box, all else goes. */
export function AddPeopleForm({ listId }: { listId: string }) {
  const t = useTranslations('viewers');
  const toast = useToast();
  const describe = useDescribeError();
  const [people, setPeople] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (people.trim() === '') return setError(t('peopleEmpty'));
    setBusy(true);
    setError(null);
    try {
      const { added, wrong } = await client.viewerLists.add(listId, people);
      toast({ text: t('added', { count: added }) });
      setPeople(wrong.join('\n'));
      if (wrong.length > 0) setError(t('wrong', { count: wrong.length }));
      await viewerListsChanged();
    } catch (failure) {
      setError(describe(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void add(event)} className="flex max-w-160 flex-col gap-3">
      <TextArea
        label={t('addPeople')}
        hint={t('peopleHint')}
        error={error}
        rows={3}
        dir="auto"
        spellCheck={false}
        autoCapitalize="none"
        maxLength={100_000}
        value={people}
        onChange={(event) => setPeople(event.currentTarget.value)}
      />
      <Button type="submit" variant="line" className="self-start" busy={busy}>
        {t('add')}
      </Button>
    </form>
  );
}
