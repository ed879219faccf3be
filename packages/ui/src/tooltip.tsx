import { cloneElement, type ReactElement, type Ref, useEffect, useRef, useState } from 'react';

interface Target {
  ref?: Ref<HTMLElement>;
  onPointerEnter?: (event: React.PointerEvent) => void;
  onPointerLeave?: (event: React.PointerEvent) => void;
  onPointerDown?: (event: React.PointerEvent) => void;
  onFocus?: (event: React.FocusEvent) => void;
  onBlur?: (event: React.FocusEvent) => void;
  onKeyDown?: (event: React.KeyboardEvent) => void;
}

const DELAY_MS = 450;
const GAP = 8;

/** A name for what has only an icon. It lives in the top layer, so dialogs and full screen do not hide it. */
export function Tooltip({ label, children }: { label: string; children: ReactElement<Target> }) {
  const [anchor, setAnchor] = useState<DOMRect | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const own = children.props;
  useEffect(() => () => clearTimeout(timer.current), []);

  const hide = () => {
    clearTimeout(timer.current);
    setAnchor(null);
  };
  const target = cloneElement(children, {
    onPointerEnter: (event) => {
      own.onPointerEnter?.(event);
      if (event.pointerType !== 'mouse') return;
      const element = event.currentTarget;
      timer.current = setTimeout(() => setAnchor(element.getBoundingClientRect()), DELAY_MS);
    },
    onPointerLeave: (event) => {
      own.onPointerLeave?.(event);
      hide();
    },
    onPointerDown: (event) => {
      own.onPointerDown?.(event);
      hide();
    },
    onFocus: (event) => {
      own.onFocus?.(event);
      if (event.currentTarget.matches(':focus-visible')) setAnchor(event.currentTarget.getBoundingClientRect());
    },
    onBlur: (event) => {
      own.onBlur?.(event);
      hide();
    },
    onKeyDown: (event) => {
      own.onKeyDown?.(event);
      if (event.key === 'Escape') hide();
    },
  });
  return (
    <>
      {target}
      {anchor && <Bubble label={label} anchor={anchor} />}
    </>
  );
}

function Bubble({ label, anchor }: { label: string; anchor: DOMRect }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bubble = ref.current;
    if (!bubble) return;
    if (!bubble.matches(':popover-open')) bubble.showPopover?.();
    const { width, height } = bubble.getBoundingClientRect();
    const below = anchor.bottom + GAP + height < innerHeight && anchor.top < innerHeight / 2;
    const centre = anchor.left + anchor.width / 2 - width / 2;
    bubble.style.left = `${Math.max(GAP, Math.min(centre, innerWidth - width - GAP))}px`;
    bubble.style.top = `${below ? anchor.bottom + GAP : Math.max(GAP, anchor.top - GAP - height)}px`;
    bubble.style.visibility = 'visible';
  }, [anchor]);
  return (
    <div
      ref={ref}
      role="tooltip"
      popover="manual"
      style={{ visibility: 'hidden', inset: 'auto', margin: 0 }}
      className="k-menu pointer-events-none fixed max-w-70 rounded-sm border-0 bg-float px-2.5 py-1.5 text-13 font-medium text-text-1 shadow-2"
    >
      {label}
    </div>
  );
}
