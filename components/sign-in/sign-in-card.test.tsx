import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { SignInCard } from "@/components/sign-in/sign-in-card";

const render = (error: string | null) =>
  renderToString(<SignInCard demo={false} emergency={false} isAgain={false} callbackUrl="/clusters" error={error} />);

it("says why a sign-in failed", () => {
  expect(render("RateLimited")).toContain("Too many sign-ins from your address.");
  expect(render("NotBegun")).toContain("This sign-in began in another browser, or more than 15 minutes ago.");
  expect(render(null)).not.toContain("failed");
});

it.each(["__proto__", "constructor", "toString", "<script>", "x".repeat(10_000)])(
  "shows the general message for the unknown word %j, and not the word",
  (error) => {
    const html = render(error);
    expect(html).toContain("Sign-in failed. Try again.");
    expect(html).not.toContain(error);
  },
);
