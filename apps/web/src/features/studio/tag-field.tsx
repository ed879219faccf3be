import { classNames, FieldFrameView, fieldBox, TagChip } from '@kinora/ui';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LONGEST_TAG, MOST_TAGS, withTags } from './tags.ts';
import { useTagSuggestions } from './use-tag-suggestions.ts';

export interface TagFieldProps {
  tags: string[];
  error: string | null;
  onChange: (tags: string[]) => void;
  label?: string;
  hint?: string;
}

/** Chips, and a box that suggests what others have written (ARIA combobox with a list). */
export function TagField({ tags, error, onChange, label, hint }: TagFieldProps) {
  const t = useTranslations('form');
  const id = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(-1);
  const [closed, setClosed] = useState(true);
  const suggestions = useTagSuggestions(text, tags);
  const open = !closed && suggestions.length > 0;
  const full = tags.length >= MOST_TAGS;
  const long = [...text.trim()].length > LONGEST_TAG;
  const write = (value: string) => {
    setText(value);
    setActive(-1);
    setClosed(false);
  };
  const add = (written: string) => {
    if ([...written.trim()].length > LONGEST_TAG) return;
    const next = withTags(tags, written);
    if (next.length !== tags.length) onChange(next);
    write('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && suggestions.length > 0) {
      event.preventDefault();
      setClosed(false);
      // Past either end is what was written.
      setActive(((active + 1 + step + suggestions.length + 1) % (suggestions.length + 1)) - 1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      add((open && suggestions[active]?.tag) || text);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      setClosed(true);
    } else if (event.key === 'Backspace' && text === '' && tags.length > 0) {
      onChange(tags.slice(0, -1));
    }
  };
  const problem = error ?? (long ? t('tagLong') : full && text !== '' ? t('tagsFull') : null);
  return (
    <FieldFrameView id={id} label={label ?? t('tags')} hint={hint ?? t('tagsHint')} error={problem}>
      <div
        className={`${fieldBox} relative flex min-h-11 flex-wrap items-center gap-1.5 border-line-ctl px-1.5 py-1.25 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus`}
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
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={open ? `${id}-list` : undefined}
          aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
          enterKeyHint="enter"
          aria-describedby={problem ? `${id}-error` : `${id}-hint`}
          aria-invalid={problem ? true : undefined}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (/[,\n]/.test(value)) add(value);
            else write(value);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            add(text);
            setClosed(true);
          }}
          className="h-8 min-w-24 flex-1 bg-transparent px-2 text-15 focus-visible:outline-none"
        />
        <span role="status" className="sr-only">
          {open ? t('tagSuggestions', { count: suggestions.length }) : ''}
        </span>
        {open && (
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label={t('tags')}
            className="absolute inset-x-0 top-full z-20 mt-1.5 rounded-md bg-float p-1.5 text-text-1 shadow-2"
          >
            {suggestions.map(({ tag, videos }, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the option
              // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are those of the box
              <div
                key={tag}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                // Otherwise the box loses its focus, and adds what was written so far.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => add(tag)}
                className={classNames(
                  'flex min-h-10 cursor-pointer items-center justify-between gap-3 rounded-sm px-2.5 text-14 hover:bg-text-1/8',
                  index === active && 'bg-text-1/8',
                )}
              >
                <bdi className="min-w-0 truncate font-medium">{tag}</bdi>
                <span className="tabular shrink-0 text-13 text-text-2">{t('tagVideos', { count: videos })}</span>
              </div>
            ))}
          </div>
        )}
      </div>
    </FieldFrameView>
  );
}
