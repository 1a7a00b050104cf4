/** The mark: a lock plate with a keyhole and a latch. The same shape as public/logo.svg. */
export function LogoMark() {
  return (
    <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true" className="size-6 shrink-0">
      <path
        fillRule="evenodd"
        d="M6 2h7.5a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4Zm3.75 4.75a3 3 0 0 0-1.55 5.57l-.83 3.9a.85.85 0 0 0 .83 1.03h3.1a.85.85 0 0 0 .83-1.03l-.83-3.9a3 3 0 0 0-1.55-5.57Z"
      />
      <path d="M19 9h1.75A1.25 1.25 0 0 1 22 10.25v3.5A1.25 1.25 0 0 1 20.75 15H19Z" />
    </svg>
  );
}

/** Mark and name. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 text-text">
      <LogoMark />
      <span className="text-lg font-semibold">Latchkey</span>
    </span>
  );
}
