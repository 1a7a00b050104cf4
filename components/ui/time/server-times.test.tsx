import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ClientAge } from "@/components/inventory/client-parts";
import { Ago } from "@/components/ui/time/ago";
import { Day } from "@/components/ui/time/day";
import { Time } from "@/components/ui/time/time";
import { TimeOfDay } from "@/components/ui/time/time-of-day";

it("a page from the server says how long ago something was, before any script runs", () => {
  const at = new Date(Date.now() - 2.5 * 3_600_000).toISOString();
  for (const time of [
    <Ago key="ago" at={at} />,
    <Time key="time" at={at} />,
    <TimeOfDay key="time-of-day" at={at} />,
  ]) {
    const html = renderToStaticMarkup(time);
    expect(html).toContain("2 hours ago");
    expect(html).not.toContain("invisible");
  }
  const day = new Date(Date.now() - 3 * 86_400_000).toISOString();
  expect(renderToStaticMarkup(<Day at={day} />)).toMatch(/\d<\/time>.*>3 days ago</);
  const age = renderToStaticMarkup(<ClientAge client={{ createdAt: day, consoleAt: null, knownSince: day }} />);
  expect(age).toContain("3 days");
  expect(age).not.toContain("invisible");
});
