import { Button, buttonClass, Select } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { NewViewerListDialog } from './new-viewer-list-dialog.tsx';
import { useViewerLists } from './queries.ts';

interface ListChoiceProps {
  /** Of the list; empty where none is chosen yet. */
  value: string;
  error: string | null;
  onChange: (listId: string) => void;
}

/** One of my lists, or a new one. */
export function ListChoice({ value, error, onChange }: ListChoiceProps) {
  const t = useTranslations('viewers');
  const lists = useViewerLists().data ?? [];
  const [making, setMaking] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      {lists.length > 0 && (
        <Select
          label={t('list')}
          value={value}
          error={error}
          hint={value === '' ? t('chooseHint') : null}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {value === '' && (
            <option value="" disabled>
              {t('choose')}
            </option>
          )}
          {lists.map((list) => (
            <option key={list.id} value={list.id}>
              {list.name}
            </option>
          ))}
        </Select>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="line" onClick={() => setMaking(true)}>
          {t('new')}
        </Button>
        <Link to="/studio/viewers" className={buttonClass('ghost')}>
          {t('edit')}
        </Link>
      </div>
      {making && <NewViewerListDialog onMade={({ id }) => onChange(id)} onClose={() => setMaking(false)} />}
    </div>
  );
}
