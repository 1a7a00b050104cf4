import { Waiting } from "@/components/states/waiting";

export default function Loading() {
  return <Waiting source="database" label="Loading access" columns={5} above="h-8 sm:max-w-80" />;
}
