/**
 * Says a message to screen readers when it changes. Keep it mounted and change the message: a region that is
 * mounted together with its words is often not read.
 */
export function LiveRegion({ message, assertive = false }: { message: string; assertive?: boolean | undefined }) {
  return (
    <span role={assertive ? "alert" : "status"} className="sr-only">
      {message}
    </span>
  );
}
