import { Waiting } from "@/components/states/waiting";

export default function Loading() {
  return <Waiting source="database" label="Loading activity" columns={5} above="h-8 max-sm:w-24 sm:h-60.5 xl:h-32" />;
}
