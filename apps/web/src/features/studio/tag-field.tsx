import { FieldFrameView, fieldBox, TagChip } from '@kinora/ui';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LONGEST_TAG, MOST_TAGS, withTags } from './tags.ts';

export interface TagFieldProps {
  tags: string[];
  error: string | null;
  onChange: (tags: string[]) => void;
}

export function TagField({ tags, error, onChange }: TagFieldProps) {
  const t = useTranslations('form');
  const id = useId();
  const [text, setText] = useState('');
  const full = tags.length >= MOST_TAGS;
  const long = [...text.trim()].length > LONGEST_TAG;
  const add = (written: string) => {
    if ([...written.trim()].length > LONGEST_TAG) return;
    const next = withTags(tags, written);
    if (next.length !== tags.length) onChange(next);
    setText('');
  };
  const problem = error ?? (long ? t('tagLong') : full && text !== '' ? t('tagsFull') : null);
  return (
    <FieldFrameView id={id} label={t('tags')} hint={t('tagsHint')} error={problem}>
      <div
        className={`${fieldBox} flex min-h-11 flex-wrap items-center gap-1.5 border-line-ctl px-1.5 py-1.25 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus`}
      >
        {tags.map((tag) => (
          <TagChip
            key={tag}
            label={tag}
            removeLabel={t('removeTag', { tag })}
            onRemove={() => onChange(tags.filter((one) => one !== tag))}
          />
        ))}
        <input
          id={id}
          value={text}
          dir="auto"
          autoComplete="off"
          enterKeyHint="enter"
          aria-describedby={problem ? `${id}-error` : `${id}-hint`}
          aria-invalid={problem ? true : undefined}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (/[,\n]/.test(value)) add(value);
            else setText(value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault();
              add(text);
            } else if (event.key === 'Backspace' && text === '' && tags.length > 0) {
              onChange(tags.slice(0, -1));
            }
          }}
          onBlur={() => add(text)}
          className="h-8 min-w-24 flex-1 bg-transparent px-2 text-15 focus-visible:outline-none"
        />
      </div>
    </FieldFrameView>
  );
}
