/** A spine and three cards, the lit one amber; together a K. */
function Cards() {
  return (
    <>
      <rect x="5" y="1.5" width="6" height="29" rx="1.5" fill="currentColor" />
      <path d="M11.75 13.10 L17.16 1.50 A16 16 0 0 1 25.18 9.88 L13.36 14.78 Z" fill="currentColor" />
      <path d="M13.45 15.04 L25.66 11.19 A16 16 0 0 1 25.66 20.81 L13.45 16.96 Z" fill="var(--played)" />
      <path d="M13.36 17.22 L25.18 22.12 A16 16 0 0 1 17.16 30.50 L11.75 18.90 Z" fill="currentColor" />
    </>
  );
}

export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden>
      <Cards />
    </svg>
  );
}

/** Mark and name. The name's outlines are a file of their own, coloured through a mask: they are not script. */
export function Logo({ height = 28, label }: { height?: number; label: string }) {
  return (
    <span role="img" aria-label={label} className="flex" style={{ height, width: (height * 120) / 32 }}>
      <svg viewBox="0 0 38 32" width={(height * 38) / 32} height={height} aria-hidden>
        <Cards />
      </svg>
      <span className="k-word flex-1" />
    </span>
  );
}
