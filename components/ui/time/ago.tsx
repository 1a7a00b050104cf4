import { utcText } from "@/components/ui/time/instant-text";
import { Relative } from "@/components/ui/time/relative";

/** How long ago an instant was, with the instant in its title. For places without room for Time. */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={utcText(at)} className="whitespace-nowrap">
      <Relative at={at} />
    </time>
  );
}
