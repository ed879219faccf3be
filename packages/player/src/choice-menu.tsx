import { CheckIcon } from '@phosphor-icons/react/dist/csr/Check';
import { type ReactNode, useEffect, useId, useRef } from 'react';

export interface Choice<T> {
  value: T;
  label: string;
  note?: string;
}

export interface ChoiceMenuProps<T> {
  label: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  value: T;
  choices: Choice<T>[];
  onChoose: (value: T) => void;
  /** What the button shows of the choice; part of its name. */
  shown: string;
  button: ReactNode;
}

/** A list inside the player, so that it is there in full screen too. */
export function ChoiceMenu<T extends string | number | null>(props: ChoiceMenuProps<T>) {
  const { label, open, onOpen, value, choices, onChoose, shown, button } = props;
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) onOpen(false);
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [open, onOpen]);

  const close = () => {
    onOpen(false);
    trigger.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!open) return;
    const items = [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitemradio"]') ?? [])];
    const now = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1;
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (to !== undefined) items.at(to % items.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears the keys of the menu inside
    <div ref={root} className="kp-menu-root" onKeyDown={onKeyDown}>
      <button
        ref={trigger}
        type="button"
        className="kp-button kp-wide"
        aria-label={shown === '' ? label : `${label}: ${shown}`}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        data-tip={open ? undefined : label}
        onClick={() => onOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div id={id} role="menu" aria-label={label} className="kp-menu">
          {choices.map((choice) => (
            <button
              key={`${choice.value}`}
              type="button"
              role="menuitemradio"
              aria-checked={choice.value === value}
              tabIndex={-1}
              className="kp-menu-item"
              onClick={() => {
                onChoose(choice.value);
                close();
              }}
            >
              <CheckIcon size={16} className="kp-check" aria-hidden />
              <span>{choice.label}</span>
              {choice.note && <span className="kp-note">{choice.note}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
