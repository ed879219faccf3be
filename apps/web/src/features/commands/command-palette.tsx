import { classNames } from '@kinora/ui';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { matchCommands } from './match-command.ts';
import { useCommands } from './use-commands.ts';

/** A combobox over everything that can be done from anywhere (ARIA Authoring Practices, "Editable Combobox With List"). */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const t = useTranslations('commands');
  const commands = useCommands();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = matchCommands(commands, typed);
  const chosen = found[Math.min(at, found.length - 1)];

  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the chosen one that has changed
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.id]);

  const run = (command: (typeof found)[number] | undefined) => {
    if (!command) return;
    dialog.current?.close();
    void command.run();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: (at + 1) % Math.max(1, found.length),
      ArrowUp: (at - 1 + found.length) % Math.max(1, found.length),
      PageDown: Math.min(found.length - 1, at + 8),
      PageUp: Math.max(0, at - 8),
    };
    const next = steps[event.key];
    if (next !== undefined) setAt(next);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is on the backdrop
    <dialog
      ref={dialog}
      aria-label={t('title')}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
      className="k-dialog mx-auto mt-[12dvh] mb-auto w-[calc(100vw-32px)] max-w-140 overflow-hidden rounded-lg bg-float p-0 text-text-1 shadow-3"
    >
      <input
        role="combobox"
        aria-label={t('title')}
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen && `${id}-${chosen.id}`}
        placeholder={t('placeholder')}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="h-14 w-full border-b border-line bg-transparent px-5 text-16 placeholder:text-text-3 focus-visible:outline-none"
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t('title')}
        className="max-h-[56dvh] overflow-y-auto p-2"
      >
        {found.map((command) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys belong to the field
          <div
            key={command.id}
            id={`${id}-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === chosen}
            onPointerMove={() => setAt(found.indexOf(command))}
            onClick={() => run(command)}
            className={classNames(
              'flex min-h-11 cursor-default items-center justify-between gap-4 rounded-sm px-3 text-15',
              command === chosen ? 'bg-surface-3' : '',
            )}
          >
            <bdi className="min-w-0 truncate">{command.label}</bdi>
            <span className="shrink-0 text-13 text-text-2">{command.group}</span>
          </div>
        ))}
      </div>
      <p role="status" className={found.length === 0 ? 'px-5 pb-5 text-15 text-text-2' : 'sr-only'}>
        {found.length === 0 ? t('nothing', { typed }) : t('found', { count: found.length })}
      </p>
    </dialog>
  );
}
