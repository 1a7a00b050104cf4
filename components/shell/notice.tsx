/** A line above every page, such as "Demo: simulated Camunda Console". */
export function Notice({ children }: { children: string }) {
  return (
    <aside
      aria-label="Notice"
      className="border-b border-warn-line bg-warn-soft px-4 py-1 text-center text-sm text-warn"
    >
      {children}
    </aside>
  );
}
