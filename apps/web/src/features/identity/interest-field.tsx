import { Chip, Field, TagChip } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LONGEST_TAG, MOST_TAGS, withTags } from '../studio/tags.ts';

const SUGGESTED = [
  'animation',
  'art',
  'cooking',
  'crafts',
  'documentary',
  'film',
  'games',
  'gardening',
  'history',
  'languages',
  'music',
  'nature',
  'science',
  'sport',
  'technology',
  'travel',
] as const;

/** Chosen from what is suggested, or written. */
export function InterestField(props: {
  interests: string[];
  error?: string | null;
  onChange: (all: string[]) => void;
}) {
  const { interests, onChange } = props;
  const t = useTranslations('interests');
  const [text, setText] = useState('');
  const full = interests.length >= MOST_TAGS;
  const has = (word: string) => interests.some((one) => one.toLocaleLowerCase() === word.toLocaleLowerCase());
  const add = (written: string) => {
    const next = withTags(interests, written);
    if (next.length !== interests.length) onChange(next);
    setText('');
  };
  const suggested = SUGGESTED.map((key) => t(`suggested.${key}`)).filter((word) => !has(word));
  return (
    <div className="flex flex-col gap-4">
      {interests.length > 0 && (
        <ul aria-label={t('chosen')} className="flex flex-wrap gap-2">
          {interests.map((interest) => (
            <li key={interest} className="min-w-0">
              <TagChip
                label={interest}
                removeLabel={t('remove', { interest })}
                onRemove={() => onChange(interests.filter((one) => one !== interest))}
              />
            </li>
          ))}
        </ul>
      )}
      <Field
        label={t('add')}
        value={text}
        maxLength={LONGEST_TAG}
        dir="auto"
        autoComplete="off"
        enterKeyHint="enter"
        hint={t('addHint')}
        error={props.error ?? (full && text !== '' ? t('full') : null)}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value.includes(',') && !full) add(value);
          else setText(value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          if (!full) add(text);
        }}
        onBlur={() => !full && add(text)}
      />
      {!full && suggested.length > 0 && (
        <ul aria-label={t('suggestions')} className="flex flex-wrap gap-2">
          {suggested.map((word) => (
            <li key={word}>
              <Chip onClick={() => add(word)} aria-label={t('choose', { interest: word })}>
                {word}
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
