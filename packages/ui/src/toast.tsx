import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { IconButton } from './button.tsx';

export interface ToastRequest {
  text: string;
  icon?: ReactNode;
  /** Said at once to screen readers, and it stays longer. */
  error?: boolean;
  action?: { label: string; run: () => void };
  /** Runs once when it goes without its action having been used: by time, when closed, or with the page. */
  onGone?: () => void;
}

interface Shown extends ToastRequest {
  id: number;
}

const Toasts = createContext<(toast: ToastRequest) => void>(() => {});

export function useToast(): (toast: ToastRequest) => void {
  return useContext(Toasts);
}

const STAY_MS = 6000;
const AT_ONCE = 3;

export interface ToastProviderProps {
  children: ReactNode;
  closeLabel: string;
  regionLabel: string;
}

export function ToastProvider({ children, closeLabel, regionLabel }: ToastProviderProps) {
  const [shown, setShown] = useState<Shown[]>([]);
  const live = useRef(new Map<number, Shown>());
  const next = useRef(0);

  const remove = useCallback((id: number, used: boolean) => {
    const toast = live.current.get(id);
    if (!toast || !live.current.delete(id)) return;
    if (used) toast.action?.run();
    else toast.onGone?.();
    setShown([...live.current.values()]);
  }, []);
  const show = useCallback(
    (request: ToastRequest) => {
      next.current += 1;
      live.current.set(next.current, { ...request, id: next.current });
      const [oldest] = live.current.keys();
      if (live.current.size > AT_ONCE && oldest !== undefined) remove(oldest, false);
      setShown([...live.current.values()]);
    },
    [remove],
  );
  useEffect(() => {
    const leave = () => {
      for (const id of [...live.current.keys()]) remove(id, false);
    };
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, [remove]);

  return (
    <Toasts value={show}>
      {children}
      <section
        aria-label={regionLabel}
        className="pointer-events-none fixed start-4 bottom-4 z-50 flex w-[min(400px,calc(100vw-32px))] flex-col gap-2 max-phone:bottom-[calc(72px+env(safe-area-inset-bottom))]"
      >
        {shown.map((toast) => (
          <ToastView key={toast.id} toast={toast} closeLabel={closeLabel} onRemove={(used) => remove(toast.id, used)} />
        ))}
      </section>
    </Toasts>
  );
}

interface ToastViewProps {
  toast: Shown;
  closeLabel: string;
  onRemove: (used: boolean) => void;
}

function ToastView({ toast, closeLabel, onRemove }: ToastViewProps) {
  const [held, setHeld] = useState(false);
  const remainingMs = useRef(toast.error ? STAY_MS * 2 : STAY_MS);
  const leave = useRef(onRemove);
  leave.current = onRemove;
  useEffect(() => {
    if (held) return;
    const since = Date.now();
    const timer = setTimeout(() => leave.current(false), remainingMs.current);
    return () => {
      clearTimeout(timer);
      remainingMs.current = Math.max(1500, remainingMs.current - (Date.now() - since));
    };
  }, [held]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering and focusing only hold it, nothing is started
    <div
      role={toast.error ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="k-toast pointer-events-auto flex min-h-13 items-center gap-2.5 rounded-md bg-float ps-4 pe-1.5 text-text-1 shadow-2"
    >
      {toast.icon}
      <span className="min-w-0 flex-1 py-2 text-15">{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          className="h-10 rounded-sm px-3 text-14 font-semibold text-accent-text hover:bg-surface-2"
          onClick={() => onRemove(true)}
        >
          {toast.action.label}
        </button>
      )}
      <IconButton label={closeLabel} onClick={() => onRemove(false)}>
        <XIcon size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
