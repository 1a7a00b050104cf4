import { Children, type ReactNode } from "react";

/** Facts in one line with dots between them. A line breaks between facts only, and then the dot goes. */
export function Dotted({ children }: { children: ReactNode }) {
  return (
    <span className="dotted">
      <span>
        {Children.map(children, (fact) => (
          // The space is for what reads or copies the text.
          <span>{fact} </span>
        ))}
      </span>
    </span>
  );
}
