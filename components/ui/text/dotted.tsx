import { Children, type ReactNode } from "react";

/** Facts in one line with dots between them. A line breaks between facts only, and then the dot goes. */
export function Dotted({ children }: { children: ReactNode }) {
  return (
    <span className="dotted">
      <span>
        {Children.toArray(children).map((fact, at) => (
          // The space is for what reads or copies the text.
          // biome-ignore lint/suspicious/noArrayIndexKey: facts have no state, and keep their order.
          <span key={at}>{fact} </span>
        ))}
      </span>
    </span>
  );
}
