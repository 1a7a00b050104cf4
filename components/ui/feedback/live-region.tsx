/**
 * Announces a message to screen readers when it changes. Keep it mounted and change the message: they often miss a
 * region that is mounted together with its text.
 */
export function LiveRegion({ message }: { message: string }) {
  return (
    <span role="status" className="sr-only">
      {message}
    </span>
  );
}
