import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  closeLabel: string;
  children: ReactNode;
  wide?: boolean;
}

/** The browser's modal dialog: it keeps the focus, closes on Escape and gives the focus back. On phones a sheet. */
export function Dialog({ open, onClose, title, closeLabel, children, wide }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is on the backdrop
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === ref.current) ref.current?.close();
      }}
      className={classNames(
        'k-dialog m-auto w-[calc(100vw-32px)] rounded-lg bg-float p-0 text-text-1 shadow-3',
        'max-phone:mb-0 max-phone:w-full max-phone:max-w-none max-phone:rounded-b-none',
        wide ? 'max-w-140' : 'max-w-100',
      )}
    >
      {open && (
        <div className="flex flex-col gap-4 p-6 max-phone:pb-[calc(24px+env(safe-area-inset-bottom))]">
          <header className="flex items-start justify-between gap-3">
            <h2 id={titleId} className="text-18 font-semibold">
              {title}
            </h2>
            <IconButton label={closeLabel} onClick={() => ref.current?.close()} className="-me-2 -mt-2">
              <XIcon size={20} aria-hidden />
            </IconButton>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
